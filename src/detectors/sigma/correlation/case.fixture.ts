import { type Loaded, loadRules } from '../load.ts';
import type { Correlation } from './correlation.ts';

export const MINUTE = 60_000;

/** A rule that a correlation can name. */
export const baseRule = (name: string): string =>
  `title: ${name}\nid: ${name}\nlogsource: {category: test}\ndetection:\n  s: {kind: ${name}}\n  condition: s\n`;

/** A correlation in one line of YAML: `correlationText('many', 'type: event_count, rules: [a], ...')`. */
export const correlationText = (name: string, flow: string): string =>
  `title: ${name}\nid: ${name}\ncorrelation: {${flow}}\n`;

export const textsTogether = (...documents: readonly string[]): string => documents.join('---\n');

export const loadedText = (text: string): Loaded => loadRules([{ name: 'a.yml', text }]);

/** Correlations of a text over base rules `a`, `b`, `c`. Throws where there are faults. */
export function correlationsOf(...correlations: readonly string[]): readonly Correlation[] {
  const loaded = loadedText(textsTogether(...['a', 'b', 'c'].map(baseRule), ...correlations));
  if (loaded.faults.length > 0) throw new Error(JSON.stringify(loaded.faults));
  return loaded.correlations;
}

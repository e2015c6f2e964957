import { type Loaded, loadRules } from '../load.ts';
import type { Correlation } from './correlation.ts';
import { Desk } from './desk.ts';

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

export type Row = readonly [minute: number, id: string, rules: string, fields?: Readonly<Record<string, unknown>>];

/** Firings as `event` or `event=figure`, over rows in their order of arrival. */
export function fired(correlations: readonly string[], rows: readonly Row[], of = 'x'): readonly string[] {
  const desk = new Desk(correlationsOf(...correlations));
  const firings = rows.flatMap(([minute, id, rules, fields = {}]) =>
    desk.take({
      time: minute * MINUTE,
      id,
      rules: [...rules].map((rule) => ({ id: rule })),
      fields: { u: '1', ...fields },
    }),
  );
  return [...firings, ...desk.pass(Infinity)]
    .filter(({ correlation }) => correlation === of)
    .map(({ eventId, value }) => (value === null ? eventId : `${eventId}=${value}`));
}

/** A correlation of the last ten minutes for each `u`. */
export const x = (flow: string): string => correlationText('x', `group-by: [u], timespan: 10m, ${flow}`);

/** The rules that a process has before any are published. */
import { join } from 'node:path';
import { ruleTexts, yaraFiles } from './cli/rules/rule-files.ts';
import { checkedYara } from './cli/rules/yara.ts';
import { textsIn } from './detectors/sigma/documents.ts';
import type { Fault } from './detectors/sigma/rule.ts';
import { RuleBook } from './detectors/sigma/rule-book.ts';
import { loadYara, type YaraRule } from './detectors/yara/load.ts';
import { Prefilter } from './detectors/yara/prefilter.ts';
import type { Logger, Metrics } from './ports.ts';
import { type OpenedYara, openYara } from './shell/yara/yara.ts';
import type { YaraPort } from './stages/features/ports.ts';

/** The rules that come with the package. */
export const SHIPPED_RULES = join(import.meta.dirname, '../rules');

/** Hears of rules that cannot be loaded; the others are in force. */
export type OnFaults = (faults: readonly Fault[]) => void;

/** Reads the Sigma rules of a folder or an archive. */
export async function openRules(path: string, onFaults: OnFaults): Promise<RuleBook> {
  const texts = new Map<string, string>();
  for (const file of await ruleTexts(path)) for (const { id, text } of textsIn(file)) texts.set(id, text);
  return new RuleBook(texts, onFaults);
}

export interface Surroundings {
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Compiles the YARA rules of a folder or an archive, in threads of their own. */
export async function openYaraRules(path: string, around: Surroundings, onFaults: OnFaults): Promise<YaraPort> {
  const { rules, faults } = loadYara(await yaraFiles(path));
  const opened = await compiled(rules, around);
  if (opened.faults === null) return openSound(path, around, onFaults);
  const all = [...faults, ...opened.faults];
  if (all.length > 0) onFaults(all);
  return opened.port;
}

/** The compiler does not live through the rules: they are tried file by file, and those that it dies of are left out. */
async function openSound(path: string, around: Surroundings, onFaults: OnFaults): Promise<YaraPort> {
  const { rules, faults } = await checkedYara(path);
  onFaults(faults);
  return (await compiled(rules, around)).port;
}

async function compiled(rules: readonly YaraRule[], around: Surroundings): Promise<OpenedYara> {
  const prefilter = new Prefilter(rules);
  return openYara({ ...around, rules, mayMatch: (text) => prefilter.mayMatch(text) });
}

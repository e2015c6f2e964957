/** The rules that a process has before any are published. */
import { join } from 'node:path';
import { ruleTexts } from './cli/rules/rule-files.ts';
import { checkedYara } from './cli/rules/yara.ts';
import { textsIn } from './detectors/sigma/documents.ts';
import type { Fault } from './detectors/sigma/rule.ts';
import { RuleBook } from './detectors/sigma/rule-book.ts';
import { Prefilter } from './detectors/yara/prefilter.ts';
import type { Logger, Metrics } from './ports.ts';
import { openYara } from './shell/yara/yara.ts';
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

/** Compiles the YARA rules of a folder or an archive, in threads of their own. */
export async function openYaraRules(
  path: string,
  { logger, metrics }: { readonly logger: Logger; readonly metrics: Metrics },
  onFaults: OnFaults,
): Promise<YaraPort> {
  const { rules, faults } = await checkedYara(path);
  if (faults.length > 0) onFaults(faults);
  const prefilter = new Prefilter(rules);
  const { port } = await openYara({ rules, logger, metrics, mayMatch: (text) => prefilter.mayMatch(text) });
  return port;
}

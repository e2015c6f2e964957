/** The rules that a process has before any are published. */
import { join } from 'node:path';
import { ruleTexts } from './cli/rules/rule-files.ts';
import { textsIn } from './detectors/sigma/documents.ts';
import type { Fault } from './detectors/sigma/rule.ts';
import { RuleBook } from './detectors/sigma/rule-book.ts';

/** The rules that come with the package. */
export const SHIPPED_RULES = join(import.meta.dirname, '../rules');

/** Reads a folder or an archive of rules. `onFaults` hears of rules that cannot be loaded; the others are in force. */
export async function openRules(path: string, onFaults: (faults: readonly Fault[]) => void): Promise<RuleBook> {
  const texts = new Map<string, string>();
  for (const file of await ruleTexts(path)) for (const { id, text } of textsIn(file)) texts.set(id, text);
  return new RuleBook(texts, onFaults);
}

/** The rules that a process has before any are published. */
import { join } from 'node:path';
import { ruleTexts, yaraFiles } from './cli/rules/rule-files.ts';
import { checkedYara, openPrefiltered } from './cli/rules/yara.ts';
import { type RuleText, textsIn } from './detectors/sigma/documents.ts';
import { loadRules, type RuleFile } from './detectors/sigma/load.ts';
import { Refusal } from './detectors/sigma/refusal.ts';
import type { Fault } from './detectors/sigma/rule.ts';
import { RuleBook } from './detectors/sigma/rule-book.ts';
import { loadYara } from './detectors/yara/load.ts';
import type { YaraPort } from './stages/features/ports.ts';

/** The rules that come with the package. */
export const SHIPPED_RULES = join(import.meta.dirname, '../rules');

/** Hears of rules that cannot be loaded; the others are in force. */
export type OnFaults = (faults: readonly Fault[]) => void;

/** Reads the Sigma rules of a folder or an archive. */
export async function openRules(path: string, onFaults: OnFaults): Promise<RuleBook> {
  const files = await ruleTexts(path);
  const faults = [...loadRules(files).faults];
  const texts = new Map<string, string>();
  for (const file of files) {
    const standing = standingAlone(file);
    if ('fault' in standing) faults.push(standing.fault);
    // of two with one id the first stays, as the loader has it
    else for (const { id, text } of standing.texts) if (!texts.has(id)) texts.set(id, text);
  }
  if (faults.length > 0) onFaults(faults);
  return new RuleBook(texts, onFaults);
}

function standingAlone(file: RuleFile): { readonly texts: readonly RuleText[] } | { readonly fault: Fault } {
  try {
    return { texts: textsIn(file) };
  } catch (error) {
    const { feature, message } = Refusal.of(error);
    return { fault: { file: file.name, line: 1, column: 1, rule: file.name, feature, message } };
  }
}

type Surroundings = Parameters<typeof openPrefiltered>[1];

/** Compiles the YARA rules of a folder or an archive, in threads of their own. */
export async function openYaraRules(path: string, around: Surroundings, onFaults: OnFaults): Promise<YaraPort> {
  const { rules, faults } = loadYara(await yaraFiles(path));
  const opened = await openPrefiltered(rules, around);
  if (opened.faults === null) return openSound(path, around, onFaults);
  const all = [...faults, ...opened.faults];
  if (all.length > 0) onFaults(all);
  return opened.port;
}

/** The compiler does not live through the rules: they are tried file by file, and those that it dies of are left out. */
async function openSound(path: string, around: Surroundings, onFaults: OnFaults): Promise<YaraPort> {
  const { rules, faults } = await checkedYara(path);
  onFaults(faults);
  return (await openPrefiltered(rules, around)).port;
}

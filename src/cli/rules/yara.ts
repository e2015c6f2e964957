import type { Fault } from '../../detectors/sigma/rule.ts';
import { type LoadedYara, loadYara, type YaraRule } from '../../detectors/yara/load.ts';
import { Prefilter } from '../../detectors/yara/prefilter.ts';
import { compileFaults, type OpenedYara, openYara, type YaraOptions } from '../../shell/yara/yara.ts';
import { yaraFiles } from './rule-files.ts';

/** Reads and compiles the YARA rules of a folder, an archive, or one file; the rules are those without a fault. */
export async function checkedYara(path: string): Promise<LoadedYara> {
  const { rules, faults } = loadYara(await yaraFiles(path));
  const refused = rules.length === 0 ? [] : await compiled(rules);
  const isSound = (rule: YaraRule) => !refused.some((fault) => fault.file === rule.file && isOf(fault, rule));
  return { rules: rules.filter(isSound), faults: [...faults, ...refused] };
}

const isOf = (fault: Fault, rule: YaraRule): boolean => fault.rule === rule.name || fault.rule === '';

/** A file that the compiler does not live through is told by itself. */
async function compiled(rules: readonly YaraRule[]): Promise<readonly Fault[]> {
  const faults = await compileFaults(rules);
  if (faults !== null) return faults;
  const byFile = [...Map.groupBy(rules, ({ file }) => file)];
  if (byFile.length === 1) return byFile.map(([file]) => fatal(file));
  const each: Fault[] = [];
  for (const [, some] of byFile) each.push(...(await compiled(some)));
  return each;
}

const fatal = (file: string): Fault => ({
  ...{ file, line: 1, column: 1, rule: '' },
  ...{ feature: 'compile', message: 'the compiler hangs or dies of this file: make its conditions simpler' },
});

/** The rules in threads of their own, behind the prefilter that is made of them. */
export async function openPrefiltered(
  rules: readonly YaraRule[],
  around: Pick<YaraOptions, 'logger' | 'metrics'>,
): Promise<OpenedYara> {
  const prefilter = new Prefilter(rules);
  return openYara({ ...around, rules, mayMatch: (text) => prefilter.mayMatch(text) });
}

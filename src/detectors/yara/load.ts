import type { RuleFile } from '../sigma/load.ts';
import { Refusal } from '../sigma/refusal.ts';
import type { Fault } from '../sigma/rule.ts';
import { SHORTEST_ATOM } from './atoms.ts';
import { needsOf } from './condition.ts';
import { isAnything, type Needs } from './needs.ts';
import { MOST_RULES, parseSource, type RuleSource, type Source } from './source.ts';

/** A rule that may be compiled, with what stands around it. Lines and columns count from 1. */
export interface YaraRule {
  readonly file: string;
  readonly name: string;
  readonly text: string;
  readonly line: number;
  readonly column: number;
  readonly imports: readonly string[];
  /** Rules of the same file that its condition names. */
  readonly uses: readonly string[];
  /** What a text must have to match it; no alternative for a private rule, which tells nothing. */
  readonly needs: Needs;
}

export interface LoadedYara {
  readonly rules: readonly YaraRule[];
  readonly faults: readonly Fault[];
}

/**
 * Reads rules without compiling them. What is beyond a bound, includes files, imports modules of programs' formats or
 * would have to be tried on every payload is a fault. A file that cannot be read to its end is left out as a whole.
 */
export function loadYara(files: Iterable<RuleFile>): LoadedYara {
  const rules: YaraRule[] = [];
  const faults: Fault[] = [];
  for (const file of files) {
    const refuse = (error: unknown, rule = '') => faults.push(faultOf(Refusal.of(error), file, rule));
    try {
      const source = parseSource(file.text);
      if (rules.length + source.rules.length > MOST_RULES)
        throw new Refusal(0, 'size', `more than ${MOST_RULES} rules in all`);
      rules.push(...rulesOf(source, file, refuse));
    } catch (error) {
      refuse(error);
    }
  }
  return { rules, faults };
}

function rulesOf(
  { rules, imports }: Source,
  file: RuleFile,
  refuse: (error: Refusal, rule: string) => void,
): readonly YaraRule[] {
  const known = new Map<string, Needs>();
  return rules.flatMap((rule) => {
    const needs = needsOf(rule, known);
    const uses = [...known.keys()].filter((name) => rule.condition.some(({ text }) => text === name));
    known.set(rule.name, needs);
    if (rule.isPrivate || !isAnything(needs)) return [built(rule, file, { imports, uses, needs })];
    refuse(slow(rule), rule.name);
    return [];
  });
}

const slow = ({ at }: RuleSource): Refusal =>
  new Refusal(
    at,
    'slow',
    `it would be tried on every text: its condition must need a string with ${SHORTEST_ATOM} plain characters in a row, outside of groups`,
  );

const built = (
  { name, at, end, isPrivate }: RuleSource,
  file: RuleFile,
  { imports, uses, needs }: Pick<YaraRule, 'imports' | 'uses' | 'needs'>,
): YaraRule => ({
  ...{ file: file.name, name, text: file.text.slice(at, end), imports, uses },
  ...spotOf(file.text, at),
  needs: isPrivate ? [] : needs,
});

const faultOf = ({ at, feature, message }: Refusal, { name, text }: RuleFile, rule: string): Fault => ({
  ...{ file: name, rule, feature, message },
  ...spotOf(text, at),
});

function spotOf(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

import { decisive, type Explanation, type RuleExplanation } from '../../detectors/sigma/explain.ts';
import type { LogSources, Rule } from '../../detectors/sigma/rule.ts';
import { itemWords } from '../../detectors/sigma/words.ts';
import { escaped } from '../output.ts';

/** Characters of a value that are shown. */
const LONGEST_SHOWN = 200;
const MOST_SOURCES = 5;

/** Why a rule matches an event or not, as a tree in words; safe for a terminal. */
export function explanationLines(rule: Rule, sources: LogSources, explanation: RuleExplanation): readonly string[] {
  const { isSource, condition } = explanation;
  return [
    `${rule.id} (${rule.title}) ${isSource && condition.holds ? 'matches' : 'does not match'}`,
    `log source ${shown(rule.logSource)} ${isSource ? 'fits' : `does not fit: the event has ${sourcesOf(sources)}`}`,
    ...tree(condition, ''),
    `${condition.holds ? 'decided by' : 'failed at'}: ${itemLine(decisive(condition))}`,
  ].map(escaped);
}

const sourcesOf = (sources: LogSources): string =>
  sources.length === 0 ? 'none' : sources.slice(0, MOST_SOURCES).map(shown).join(', ');

function tree(explanation: Explanation, indent: string): readonly string[] {
  if (explanation.kind === 'item') return [`${indent}${itemLine(explanation)}`];
  const { kind, holds, of } = explanation;
  const words = { and: 'all of', or: 'one of', not: 'not' }[kind];
  return [`${indent}${words}: ${says(holds)}`, ...of.flatMap((part) => tree(part, `${indent}  `))];
}

const itemLine = ({ item, found, holds }: Explanation & { readonly kind: 'item' }): string =>
  `${cut(itemWords(item))}; the event has ${hasWords(item.field, found)}: ${says(holds)}`;

const says = (holds: boolean): string => (holds ? 'holds' : 'does not hold');

function hasWords(field: string | null, found: unknown): string {
  if (field === null) return `${(found as readonly unknown[]).length} values`;
  return found === undefined ? 'no such field' : shown(found);
}

const shown = (value: unknown): string => cut(typeof value === 'string' ? `'${value}'` : JSON.stringify(value));

const cut = (text: string): string => (text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text);

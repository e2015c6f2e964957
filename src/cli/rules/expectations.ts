import { Refusal } from '../../detectors/sigma/refusal.ts';
import type { Fields } from '../../detectors/sigma/rule.ts';
import { type Entry, entryOf, type Tree } from '../../detectors/sigma/tree.ts';
import { type Sequence, sequencesOf } from './sequences.ts';
import { fieldsOf, listOf, mapOf, nameOf } from './test-tree.ts';

/** What one document of a test file expects of a rule or a correlation. */
export interface Expectations {
  readonly at: number;
  /** Id, name or title; empty where the file has one rule. */
  readonly rule: string;
  readonly events: readonly ExpectedEvent[];
  readonly sequences: readonly Sequence[];
}

export interface ExpectedEvent {
  readonly at: number;
  /** Counts from 1 within its list. */
  readonly number: number;
  readonly isMatch: boolean;
  readonly fields: Fields;
}

const KEYS = ['rule', 'match', 'noMatch', 'sequences'];

/** Reads a document. Throws a refusal that names the place. */
export function expectationsOf(tree: Tree): Expectations {
  const map = mapOf(tree, KEYS);
  const events = [...eventsOf(entryOf(map, 'match'), true), ...eventsOf(entryOf(map, 'noMatch'), false)];
  const sequences = sequencesOf(entryOf(map, 'sequences'));
  if (events.length + sequences.length === 0)
    throw new Refusal(map.at, 'test', 'it expects nothing: list events under match and noMatch, or sequences');
  return { at: map.at, rule: nameOf(entryOf(map, 'rule')), events, sequences };
}

const eventsOf = (entry: Entry | undefined, isMatch: boolean): readonly ExpectedEvent[] =>
  listOf(entry).map((item, index) => ({ at: item.at, number: index + 1, isMatch, fields: fieldsOf(mapOf(item)) }));

import { Refusal } from '../../detectors/sigma/refusal.ts';
import type { Fields } from '../../detectors/sigma/rule.ts';
import { type Entry, entryOf, type Mapping, type Tree } from '../../detectors/sigma/tree.ts';
import { fieldsOf } from './tree-value.ts';

/** What one document of a test file expects of a rule. */
export interface Expectations {
  readonly at: number;
  /** Id, name or title; empty where the file has one rule. */
  readonly rule: string;
  readonly events: readonly ExpectedEvent[];
}

export interface ExpectedEvent {
  readonly at: number;
  /** Counts from 1 within its list. */
  readonly number: number;
  readonly isMatch: boolean;
  readonly fields: Fields;
}

const KEYS = ['rule', 'match', 'noMatch'];

/** Reads a document. Throws a refusal that names the place. */
export function expectationsOf(tree: Tree): Expectations {
  const map = mapOf(tree, KEYS);
  const events = [...eventsOf(entryOf(map, 'match'), true), ...eventsOf(entryOf(map, 'noMatch'), false)];
  if (events.length === 0) throw new Refusal(map.at, 'test', 'it expects nothing: list events under match, noMatch');
  return { at: map.at, rule: textOf(entryOf(map, 'rule')), events };
}

function eventsOf(entry: Entry | undefined, isMatch: boolean): readonly ExpectedEvent[] {
  return listOf(entry).map((item, index) => ({
    at: item.at,
    number: index + 1,
    isMatch,
    fields: fieldsOf(mapOf(item)),
  }));
}

/** A map; with `keys`, of these alone. */
export function mapOf(tree: Tree, keys?: readonly string[]): Mapping {
  if (tree.kind !== 'map') throw new Refusal(tree.at, 'test', `a map is needed${keys ? ` of ${keys.join(', ')}` : ''}`);
  const odd = keys && tree.entries.find(({ key }) => !keys.includes(key));
  if (odd) throw new Refusal(odd.at, 'test', `there is no key ${odd.key.slice(0, 80)}: take ${keys.join(', ')}`);
  return tree;
}

/** Empty where it is not there. */
export function listOf(entry: Entry | undefined): readonly Tree[] {
  if (!entry) return [];
  if (entry.value.kind === 'list') return entry.value.items;
  throw new Refusal(entry.at, 'test', `${entry.key} takes a list`);
}

/** Empty where it is not there. */
export function textOf(entry: Entry | undefined): string {
  if (!entry) return '';
  if (entry.value.kind === 'scalar' && entry.value.text !== '') return entry.value.text;
  throw new Refusal(entry.at, 'test', `${entry.key} takes a text`);
}

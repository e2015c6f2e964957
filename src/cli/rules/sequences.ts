import { timespanOf } from '../../detectors/sigma/correlation/timespan.ts';
import { Refusal } from '../../detectors/sigma/refusal.ts';
import type { Fields } from '../../detectors/sigma/rule.ts';
import { type Entry, entryOf, type Mapping, type Tree } from '../../detectors/sigma/tree.ts';
import { asJson, listOf, mapOf, nameOf } from './test-tree.ts';

/** Events in the order in which they arrive, and when a correlation is to fire. */
export interface Sequence {
  readonly at: number;
  /** Counts from 1. */
  readonly number: number;
  readonly events: readonly SequenceEvent[];
  readonly fires: readonly Fires[];
}

export interface SequenceEvent {
  readonly at: number;
  /** Milliseconds from the start of the sequence. */
  readonly time: number;
  /** Id, name or title of the base rule that the event matches, and whose log source it has. */
  readonly rule: string;
  readonly fields: Fields;
}

export interface Fires {
  readonly time: number;
  readonly group: readonly string[];
}

const MOST_EVENTS = 10_000;

export function sequencesOf(entry: Entry | undefined): readonly Sequence[] {
  return listOf(entry).map((item, index) => {
    const map = mapOf(item, ['events', 'fires']);
    const fires = entryOf(map, 'fires');
    if (!fires) throw new Refusal(map.at, 'test', 'say when it fires: fires: [{at: 40s, group: [ann]}], or fires: []');
    const events = listOf(entryOf(map, 'events')).flatMap(eventsOf);
    if (events.length === 0 || events.length > MOST_EVENTS)
      throw new Refusal(map.at, 'test', `a sequence has 1 to ${MOST_EVENTS} events`);
    return { at: map.at, number: index + 1, events, fires: listOf(fires).map(firesOf) };
  });
}

/** With `repeat` as many events, `every` so much later; `{n}` in their fields is the number of each. */
function eventsOf(tree: Tree): readonly SequenceEvent[] {
  const map = mapOf(tree, ['at', 'rule', 'fields', 'repeat', 'every']);
  const fields = entryOf(map, 'fields');
  const rule = nameOf(entryOf(map, 'rule'));
  if (rule === '' || !fields) throw new Refusal(map.at, 'test', 'an event needs at, rule and fields');
  const time = timeIn(map, 'at');
  const count = repeatIn(map);
  const every = entryOf(map, 'every') ? timeIn(map, 'every') : 0;
  return Array.from({ length: count }, (_, index) => ({
    at: map.at,
    time: time + index * every,
    rule,
    fields: numbered(asJson(mapOf(fields.value)), String(index + 1)) as Fields,
  }));
}

function repeatIn(map: Mapping): number {
  const entry = entryOf(map, 'repeat');
  if (!entry) return 1;
  const count = entry.value.kind === 'scalar' ? entry.value.value : null;
  if (typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= MOST_EVENTS) return count;
  throw new Refusal(entry.at, 'test', `repeat takes a number from 1 to ${MOST_EVENTS}`);
}

function numbered(value: unknown, number: string): unknown {
  if (typeof value === 'string') return value.replaceAll('{n}', number);
  if (Array.isArray(value)) return value.map((member) => numbered(member, number));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, numbered(inner, number)]));
}

function firesOf(tree: Tree): Fires {
  const map = mapOf(tree, ['at', 'group']);
  const group = listOf(entryOf(map, 'group')).map((item) => {
    if (item.kind === 'scalar') return item.text;
    throw new Refusal(item.at, 'test', 'group takes a list of texts, in the order of group-by');
  });
  return { time: timeIn(map, 'at'), group };
}

function timeIn(map: Mapping, key: string): number {
  const value = entryOf(map, key)?.value;
  if (value?.kind !== 'scalar') throw new Refusal(map.at, 'test', `${key} is needed, as in ${key}: 40s`);
  return value.text === '0s' ? 0 : timespanOf(value);
}

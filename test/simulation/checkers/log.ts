import type { History } from '../history.ts';
import { STAGES } from '../rooms.ts';
import { distinct, type Told, textOf, toldOn } from '../truth.ts';
import { found, join, skip, type Verdict } from '../verdict.ts';
import { isRebuiltByNewerTables } from './ledger.ts';

const OUTPUTS = [...new Set(STAGES.flatMap(({ writes }) => writes.map(({ name }) => name)))];

/** Jepsen's classes for a log: order of each sender, repeats that are equal, and repeats only where something failed. */
export function log(history: History): Verdict {
  return join(OUTPUTS.map((topic) => onTopic(history, topic)));
}

function onTopic(history: History, topic: string): Verdict {
  const told = toldOn(history, topic);
  const byPartition = Map.groupBy(told, ({ record }) => record.partition);
  const lists = [...byPartition.values()];
  return join([
    isRebuiltByNewerTables(history)
      ? skip('order', 'what older tables had kept back is said by a rebuild, between its repeats')
      : found('order', lists.flatMap(disorder)),
    history.wasEmptied
      ? skip('equal repeats', 'losses are counted anew after the store was lost')
      : found('repeats', unequal(told)),
    isCalm(history) ? found('repeats', lists.flatMap(repeated)) : { faults: [], skipped: [] },
  ]);
}

/** I3: without its repeats each sender speaks in the order of its input, and so does each key. */
function disorder(list: readonly Told[]): readonly string[] {
  const last = new Map<string, Told>();
  const faults: string[] = [];
  for (const one of distinct(list)) {
    const before = last.get(one.sender);
    if (before && (before.offset > one.offset || (before.offset === one.offset && before.index > one.index)))
      faults.push(`${one.topic}/${one.record.partition}@${one.record.offset}: ${one.origin} after ${before.origin}`);
    last.set(one.sender, one);
  }
  return faults;
}

/** The same origin is the same record, on the same partition. */
function unequal(told: readonly Told[]): readonly string[] {
  const first = new Map<string, Told>();
  return told.flatMap((one) => {
    const before = first.get(one.origin);
    if (!before) first.set(one.origin, one);
    return before && sayOf(before) !== sayOf(one) ? [`${one.topic}: two different records of ${one.origin}`] : [];
  });
}

const sayOf = ({ record }: Told): string =>
  `${record.partition} ${textOf(record.key)} ${Buffer.from(record.value ?? []).toString('base64')}`;

function repeated(list: readonly Told[]): readonly string[] {
  const count = list.length - distinct(list).length;
  return count === 0 ? [] : [`${list[0]?.topic}/${list[0]?.record.partition}: ${count} repeats, though nothing failed`];
}

const UPSETTING = [
  'crash',
  'zombie',
  'rebalance',
  'scaling',
  'refused',
  'lost-ack',
  'late-landing',
  'store-emptied',
  'registry-down',
  'poison',
] as const;

const isCalm = ({ plan }: History): boolean => UPSETTING.every((fault) => plan.faults[fault] === 0);

import { describe, expect, it } from '@jest/globals';
import type { LedgerEntry } from '../domain/contracts.gen.ts';
import { balance } from './balance.ts';
import { locate } from './locate.ts';

const nothing = { in: 0, forwarded: 0, produced: 0, repeated: 0, control: 0, late: 0, evicted: 0, skipped: 0 };
const maps = { dropped: {}, deadLettered: {}, sent: {}, accepted: {} };
const INPUT = 'telemetry.events.v1/0';

const sends = (from: number, to: number): LedgerEntry => ({
  ...{ stage: 'intake', topic: 'telemetry.raw.v1', partition: 3, from, to, ...nothing, ...maps },
  ...{ in: to - from, forwarded: to - from, produced: to - from, sent: { [INPUT]: to - from } },
});
const takes = (from: number, to: number): LedgerEntry => ({
  ...{ stage: 'features', topic: 'telemetry.events.v1', partition: 0, from, to, ...nothing, ...maps },
  ...{ in: to - from, forwarded: to - from, accepted: { 'intake/3': to - from } },
});
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

const located = (entries: readonly LedgerEntry[], offsets: readonly number[], isWhole = true) =>
  locate(entries, balance(entries), new Map([[INPUT, { isWhole, offsets: new Map([['intake/3', offsets]]) }]])).map(
    ({ stage, partition, count, offsets: where }) => [stage, partition, count, where?.from, where?.to],
  );

describe('a loss between two stages', () => {
  const ledger = [sends(0, 10), sends(10, 20), sends(20, 30)];

  it('is located at the entries whose records are not there', () => {
    const there = [...range(0, 10), ...range(10, 14), ...range(20, 30)];
    expect(located([...ledger, takes(0, 24)], there)).toEqual([['intake', 3, 6, 10, 20]]);
  });

  it('is located at each of several places', () => {
    expect(located([...ledger, takes(0, 12)], [...range(0, 9), ...range(20, 23)])).toEqual([
      ['intake', 3, 1, 0, 10],
      ['intake', 3, 10, 10, 20],
      ['intake', 3, 7, 20, 30],
    ]);
  });

  it('is all that was sent where nothing has arrived', () => {
    expect(located([sends(0, 10), takes(0, 0)], [])).toEqual([['intake', 3, 10, 0, 10]]);
  });

  it('is nowhere when nothing is lost', () => {
    expect(located([...ledger, takes(0, 30)], range(0, 30))).toEqual([]);
  });

  it('is not looked for where retention has taken the log since', () => {
    expect(located([...ledger, takes(0, 29)], [...range(15, 20), ...range(20, 29)], false)).toEqual([
      ['intake', 3, 1, 20, 30],
    ]);
    expect(located([...ledger, takes(0, 29)], [], false)).toEqual([]);
  });
});

it('names the offsets that retention took', () => {
  const [found] = balance([takes(0, 5), { ...takes(5, 9), in: 0, forwarded: 0, accepted: {}, skipped: 4 }]);
  expect(found).toMatchObject({
    kind: 'skipped',
    stage: 'features',
    partition: 0,
    count: 4,
    offsets: { from: 5, to: 9 },
  });
  expect(found?.message).toBe('retention took offsets 5 to 9 before they were read');
});

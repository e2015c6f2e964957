import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LedgerEntry } from '../domain/contracts.gen.ts';
import { balance, isBalanced } from './balance.ts';
import { summarise } from './summarise.ts';

const nothing = { in: 0, forwarded: 0, produced: 0, repeated: 0, control: 0, late: 0, evicted: 0, skipped: 0 };

/** An entry that balances: what it reads it forwards, one record each. */
function entry(stage: string, from: number, to: number, change: Partial<LedgerEntry> = {}): LedgerEntry {
  const topic = stage === 'intake' ? 'telemetry.raw.v1' : 'telemetry.events.v1';
  const maps = { dropped: {}, deadLettered: {}, sent: {}, accepted: {} };
  return { stage, topic, partition: 0, from, to, ...nothing, ...maps, in: to - from, forwarded: to - from, ...change };
}
const sends = (from: number, to: number, count = to - from): LedgerEntry =>
  entry('intake', from, to, { produced: count, sent: { 'telemetry.events.v1/0': count } });
const takes = (from: number, to: number, count = to - from): LedgerEntry =>
  entry('features', from, to, { accepted: { 'intake/0': count } });

const kinds = (entries: readonly LedgerEntry[]) => balance(entries).map(({ kind }) => kind);

describe('a ledger', () => {
  it('adds up per stage and partition, reasons apart', () => {
    const one = entry('intake', 0, 10, { forwarded: 7, dropped: { dull: 2 }, deadLettered: { bad: 1 } });
    const two = entry('intake', 10, 14, { forwarded: 2, dropped: { dull: 1, old: 1 }, late: 3 });
    expect(summarise([two, one]).partitions).toEqual([
      expect.objectContaining({
        from: 0,
        to: 14,
        in: 14,
        forwarded: 9,
        late: 3,
        dropped: { dull: 3, old: 1 },
        deadLettered: { bad: 1 },
      }),
    ]);
    expect(kinds([two, one])).toEqual([]);
  });

  it.each([
    ['the longest of one start', [sends(0, 5), sends(0, 9), sends(9, 12)], 12],
    ['the same entry twice', [sends(0, 5), sends(0, 5)], 5],
    ['an entry that was never saved and was written again in two', [sends(0, 9), sends(0, 4), sends(4, 12)], 12],
    ['work without a range beside the range', [sends(0, 5), sends(5, 5, 2), sends(5, 6)], 8],
    ['work without a range at the end', [sends(0, 5), sends(5, 5, 2)], 7],
  ])('counts %s', (_, entries, produced) => {
    expect(summarise(entries).partitions[0]?.produced).toBe(produced);
    expect(kinds(entries)).toEqual([]);
  });
});

describe('a broken ledger', () => {
  it.each([
    ['a gap between ranges', [sends(0, 5), sends(6, 9)], ['gap']],
    ['ranges that overlap', [sends(0, 5), sends(3, 9)], ['overlap']],
    ['a record that came in and went nowhere', [entry('intake', 0, 5, { forwarded: 4 })], ['unbalanced']],
    ['a record that came from nowhere', [entry('intake', 0, 5, { repeated: 1 })], ['unbalanced']],
    ['records sent that no partition got', [entry('intake', 0, 5, { produced: 5 })], ['unbalanced']],
    ['offsets that retention took', [entry('intake', 0, 5, { in: 3, forwarded: 3, skipped: 2 })], ['skipped']],
    ['counts below zero', [entry('intake', 0, 5, { late: -1 })], ['broken_entry']],
    ['a record lost on the way', [sends(0, 5), takes(0, 5, 4)], ['lost']],
    ['a record that nobody sent', [sends(0, 5), takes(0, 6)], ['extra']],
    ['a receiver that never wrote', [sends(0, 5), { ...takes(0, 0, 0), partition: 1 }], ['lost']],
    [
      'a sender that has no ledger',
      [sends(0, 5), entry('features', 0, 6, { accepted: { 'intake/0': 5, 'nobody/3': 1 } })],
      ['stranger'],
    ],
  ])('shows %s', (_, entries, expected) => {
    expect(kinds(entries)).toEqual(expected);
    expect(isBalanced(balance(entries))).toBe(false);
  });

  it('shows any one record taken out of any entry', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        cuts,
        cuts,
        fc.nat(),
        fc.constantFrom('in', 'forwarded', 'accepted', 'sent', 'whole'),
        (a, b, at, what) => {
          const entries = [...ranges(a, sends), ...ranges(b, takes)];
          expect(kinds(entries)).toEqual([]);
          const index = at % entries.length;
          expect(isBalanced(balance(entries.flatMap((one, i) => (i === index ? damage(one, what) : [one]))))).toBe(
            false,
          );
        },
      ),
      { numRuns: 200 },
    );
  });
});

function ranges(cuts: readonly number[], make: (from: number, to: number) => LedgerEntry): LedgerEntry[] {
  const ends = [...cuts].sort((x, y) => x - y).concat(100);
  return ends.map((to, index) => make(ends[index - 1] ?? 0, to));
}

function damage(one: LedgerEntry, what: string): LedgerEntry[] {
  if (what === 'whole') return [];
  if (what === 'in') return [{ ...one, in: one.in - 1 }];
  const name = Object.keys(what === 'accepted' ? one.accepted : one.sent)[0];
  const counts = what === 'accepted' ? one.accepted : one.sent;
  if (what === 'forwarded' || !name) return [{ ...one, forwarded: one.forwarded - 1 }];
  return [{ ...one, [what]: { [name]: (counts[name] ?? 0) - 1 } }];
}

describe('a chain at work', () => {
  const ends = (raw: number, events: number) =>
    new Map([
      ['telemetry.raw.v1/0', raw],
      ['telemetry.events.v1/0', events],
    ]);
  const story = (live: Parameters<typeof balance>[1], ...entries: LedgerEntry[]) =>
    balance(entries, live).map(({ kind, severity, count }) => [kind, severity, count]);

  it('tells what is on its way from what is lost, by the end of the log', () => {
    const sentBefore = [sends(0, 10)];
    expect(story({ ends: ends(10, 10), sentBefore, isWhole: true }, sends(0, 10), takes(0, 8))).toEqual([
      ['in_flight', 'note', 2],
    ]);
    expect(story({ ends: ends(10, 10), sentBefore, isWhole: true }, sends(0, 10), takes(0, 10, 9))).toEqual([
      ['lost', 'fault', 1],
    ]);
  });

  it('does not ask a receiver for what was sent after it looked', () => {
    expect(
      story(
        { ends: ends(10, 10), sentBefore: [sends(0, 10)], isWhole: true },
        sends(0, 10),
        sends(10, 20),
        takes(0, 10),
      ),
    ).toEqual([]);
  });

  it('lets a receiver be ahead of the entry that its sender has yet to write', () => {
    const sentBefore = [sends(0, 10)];
    expect(story({ ends: ends(12, 12), sentBefore, isWhole: true }, sends(0, 10), takes(0, 12))).toEqual([
      ['in_flight', 'note', 2],
    ]);
    expect(story({ ends: ends(10, 12), sentBefore, isWhole: true }, sends(0, 10), takes(0, 12))).toEqual([
      ['extra', 'fault', 2],
    ]);
  });

  it('compares no sums where retention has taken the beginning of the ledger', () => {
    const live = { ends: ends(20, 20), sentBefore: [sends(10, 20)], isWhole: false };
    expect(story(live, sends(10, 20), takes(0, 20))).toEqual([]);
  });

  it('knows a re-driven dead letter by its topic', () => {
    const redriven = entry('features', 0, 6, { accepted: { 'intake/0': 5, 'features.dlq.bad.value/0': 1 } });
    expect(kinds([sends(0, 5), redriven])).toEqual([]);
  });
});

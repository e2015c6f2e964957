import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ALL, ARRIVED, BOOK_ROWS, emptyMet, FIRST, LAST, type Met, meetCode, TIMES } from './code-book.ts';
import { HALF_LIVES_MS, RATES } from './decay.ts';
import { type EntityWindows, emptyWindows } from './entity-windows.ts';

const MINUTE = 60_000;
const START = Date.UTC(2024, 4, 14, 12);

function meet(windows: EntityWindows, code: number, minute: number): Met {
  const met = emptyMet();
  meetCode(windows, code, START + minute * MINUTE, met);
  return met;
}
const countsOf = ({ codeCounts }: EntityWindows, row: number) => [
  ...codeCounts.subarray(row * RATES, (row + 1) * RATES),
];
const timeOf = ({ codeTimes }: EntityWindows, row: number, which: number) =>
  ((codeTimes[row * TIMES + which] as number) - START) / MINUTE;

describe('book of codes', () => {
  it('given events in any order, when counted, then each weighs half as much after every half-life', () => {
    const event = fc.record({
      code: fc.integer({ min: 1, max: 3 }),
      minute: fc.double({ min: 0, max: 3000, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 30 }), (events) => {
        const windows = emptyWindows();
        for (const { code, minute } of events) meet(windows, code, minute);
        for (const [code, row] of [
          [null, ALL],
          ...[1, 2, 3].map((one) => [one, windows.codes.indexOf(one)]),
        ] as const) {
          const times = events.filter((one) => code === null || one.code === code).map(({ minute }) => minute);
          if (times.length === 0) continue;
          const last = Math.max(...times);
          const weights = HALF_LIVES_MS.map((ms) =>
            times.reduce((sum, time) => sum + 2 ** (-((last - time) * MINUTE) / ms), 0),
          );
          for (const [rate, count] of countsOf(windows, row ?? ALL).entries())
            expect(Math.abs(count - (weights[rate] ?? 0))).toBeLessThan(1e-4 * times.length);
          expect(timeOf(windows, row ?? ALL, LAST)).toBeCloseTo(last, 3);
          expect(timeOf(windows, row ?? ALL, FIRST)).toBeCloseTo(Math.min(...times), 3);
        }
      }),
    );
  });

  it('given a code, when it comes again, then it is new once and arrives once an hour, however often it comes', () => {
    const windows = emptyWindows();
    expect(meet(windows, 7, 0)).toMatchObject({ isNew: true, arrives: true, entityArrives: true, sinceMs: 0 });
    expect(meet(windows, 7, 30)).toMatchObject({ isNew: false, arrives: false, sinceMs: 30 * MINUTE });
    expect(meet(windows, 8, 59)).toMatchObject({ isNew: true, arrives: true, entityArrives: false });
    expect(meet(windows, 7, 60)).toMatchObject({ arrives: true, entityArrives: true });
    expect(meet(windows, 7, 40)).toMatchObject({ arrives: false, sinceMs: 0 });
    expect(timeOf(windows, windows.codes.indexOf(7), ARRIVED)).toBe(60);
  });

  it('given a full book, when a code comes, then it takes the row of the one that was seen longest ago; within the hour that counts', () => {
    const windows = emptyWindows();
    for (let code = 1; code <= BOOK_ROWS; code++) expect(meet(windows, code, code).pushedOut).toBe(false);
    meet(windows, 1, 65);
    expect(meet(windows, 100, 66)).toMatchObject({ isNew: true, pushedOut: false });
    expect([windows.codes.indexOf(2), windows.codes.indexOf(1)]).toEqual([-1, 0]);
    expect(meet(windows, 101, 3 + 59)).toMatchObject({ isNew: true, pushedOut: true });
    expect(countsOf(windows, windows.codes.indexOf(101))).toEqual([1, 1, 1, 1]);
  });
});

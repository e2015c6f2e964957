import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Counted, closeMinute } from './close-minute.ts';
import {
  ARRIVALS_24H,
  ARRIVALS_60M,
  CODE,
  EVENTS_5M,
  EVENTS_24H,
  EVENTS_60M,
  FIRST_MINUTE,
  LAST_MINUTE,
  MOST_CODES,
  ROW_WORDS,
  rowsOf,
} from './code-rows.ts';
import { decodeOpen, encodeOpen, noteInMinute, type OpenMinute, openMinute } from './open-minute.ts';

interface Note {
  readonly code: number;
  readonly arrives: boolean;
}

function noted(minute: number, notes: readonly Note[]): OpenMinute {
  const open = openMinute(minute);
  for (const { code, arrives } of notes) noteInMinute(open, code, arrives, arrives);
  return open;
}

/** What a record says of a code; null where it is not among them. */
function rowOf({ codes }: Counted, code: number) {
  const { words, counts, length } = rowsOf(codes);
  for (let at = 0; at < length * ROW_WORDS; at += ROW_WORDS)
    if (words[at + CODE] === code)
      return {
        events: [EVENTS_5M, EVENTS_60M, EVENTS_24H].map((place) => counts[at + place] as number),
        arrivals: [ARRIVALS_60M, ARRIVALS_24H].map((place) => counts[at + place] as number),
        minutes: [words[at + FIRST_MINUTE], words[at + LAST_MINUTE]],
      };
  return null;
}

const note = fc.record({ code: fc.integer({ min: 1, max: 4 }), arrives: fc.boolean() });
const minutes = fc.array(fc.record({ gap: fc.integer({ min: 1, max: 90 }), notes: fc.array(note, { maxLength: 5 }) }), {
  minLength: 1,
  maxLength: 8,
});

describe('minutes of a tenant', () => {
  it('given any minutes, when they end one after the other, then each event weighs half as much after every half-life', () => {
    fc.assert(
      fc.property(minutes, (given) => {
        let [minute, counted] = [1_000_000, undefined as Counted | undefined];
        const all: (Note & { readonly minute: number })[] = [];
        for (const { gap, notes } of given) {
          minute += gap;
          counted = closeMinute(counted, noted(minute, notes)).counted;
          all.push(...notes.map((one) => ({ ...one, minute })));
        }
        const weight = (halfLife: number, of: (one: Note) => boolean) =>
          all.filter(of).reduce((sum, one) => sum + 2 ** (-(minute - one.minute) / halfLife), 0);
        const near = (actual: number | undefined, expected: number) =>
          expect(Math.abs((actual ?? 0) - expected)).toBeLessThan(1e-4);
        near(
          counted?.events5m,
          weight(5, () => true),
        );
        near(
          counted?.events60m,
          weight(60, () => true),
        );
        near(
          counted?.events24h,
          weight(1440, () => true),
        );
        near(
          counted?.entities60m,
          weight(60, ({ arrives }) => arrives),
        );
        near(
          counted?.entities24h,
          weight(1440, ({ arrives }) => arrives),
        );
        for (const code of new Set(all.map((one) => one.code))) {
          const row = rowOf(counted as Counted, code);
          const own = all.filter((one) => one.code === code);
          for (const [i, halfLife] of [5, 60, 1440].entries())
            near(
              row?.events[i],
              weight(halfLife, (one) => one.code === code),
            );
          for (const [i, halfLife] of [60, 1440].entries())
            near(
              row?.arrivals[i],
              weight(halfLife, (one) => one.code === code && one.arrives),
            );
          expect(row?.minutes).toEqual([own[0]?.minute, own.at(-1)?.minute]);
        }
      }),
    );
  });

  it('given an open minute, when it is saved and read, then it goes on as it was', () => {
    fc.assert(
      fc.property(fc.array(note, { maxLength: 30 }), (notes) => {
        const open = noted(28_000_000, notes);
        expect(decodeOpen(encodeOpen(open))).toEqual(open);
      }),
    );
  });

  it('given more codes than there is room for, when the minute goes on, then those used last are kept', () => {
    const open = openMinute(7);
    for (let code = 1; code <= MOST_CODES; code++) expect(noteInMinute(open, code, true, true)).toBe(false);
    noteInMinute(open, 1, false, false);
    expect(noteInMinute(open, 1000, true, true)).toBe(true);
    expect([open.codes.has(1), open.codes.has(2), open.codes.size]).toEqual([true, false, MOST_CODES]);
  });

  it('given codes of other minutes, when one ends, then those used last are kept, and what is lost within the hour counts', () => {
    const many = (from: number) => Array.from({ length: MOST_CODES }, (_, i) => ({ code: from + i, arrives: true }));
    const { counted } = closeMinute(undefined, noted(100, many(1)));
    const next = closeMinute(counted, noted(101, many(11)));
    expect(next.pushedOut).toBe(10);
    expect([rowOf(next.counted, 10), rowOf(next.counted, 11)?.events[0]]).toEqual(
      [null, 2 ** (-1 / 5) + 1].map((one) => one && expect.closeTo(one, 4)),
    );
    expect(rowsOf(next.counted.codes).length).toBe(MOST_CODES);
    expect(closeMinute(counted, noted(161, many(11))).pushedOut).toBe(0);
  });
});

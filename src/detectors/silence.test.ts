import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HEARD_NUMBERS, hear, isSilent, silenceDue, takeSilences } from './silence.ts';

const MINUTE = 60_000;
const limits = { silentMs: 60 * MINUTE, regularMs: 180 * MINUTE };

function heardAt(minutes: readonly number[]) {
  const heard = new Float64Array(HEARD_NUMBERS);
  for (const [offset, minute] of minutes.entries()) hear(heard, minute * MINUTE, 0, offset, limits.silentMs);
  return heard;
}
const every = (step: number, from: number, to: number) =>
  Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, i) => from + i * step);
const silencesAt = (heard: Float64Array, minute: number) =>
  takeSilences(heard, minute * MINUTE, limits).map(({ since }) => since / MINUTE);

const REGULAR = every(5, 0, 200);

describe('a host', () => {
  it.each([
    ['that was regular is missed when the silence has lasted', REGULAR, 260, [200]],
    ['is not missed a moment before', REGULAR, 259.9, []],
    ['that was seen once is not missed', [0], 999, []],
    ['that was seen twice is not missed', [0, 1], 999, []],
    ['that speaks for too short a time is not missed', every(5, 0, 170), 999, []],
    ['that speaks too rarely is not missed', every(20, 0, 400), 999, []],
    ['is not missed at the end of a replay', REGULAR, Number.POSITIVE_INFINITY, []],
    ['that came back is missed for the time between', [...REGULAR, 300], 301, [200]],
    ['that came back is missed at the end of a replay too', [...REGULAR, 300], Number.POSITIVE_INFINITY, [200]],
    ['whose pauses are shorter than a silence is not missed', [...REGULAR, 259], 300, []],
  ])('%s', (_, minutes, watermark, expected) => {
    expect(silencesAt(heardAt(minutes), watermark)).toEqual(expected);
  });

  it('is missed once, and again when it was heard for as long as a silence takes', () => {
    const heard = heardAt(REGULAR);
    expect([silencesAt(heard, 270), isSilent(heard), silencesAt(heard, 900)]).toEqual([[200], true, []]);
    const again = (from: number, to: number) =>
      every(5, from, to).forEach((minute) => void hear(heard, minute * MINUTE, 0, 0, limits.silentMs));
    again(1000, 1030);
    expect([silencesAt(heard, 1040), isSilent(heard), silencesAt(heard, 1200)]).toEqual([[], false, []]);
    again(1300, 1360);
    expect([silencesAt(heard, 1420), isSilent(heard)]).toEqual([[1360], true]);
  });

  it('has the same silences in whatever order it is heard, and however the watermark goes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(40), { minLength: 2, maxLength: 120 }),
        fc.infiniteStream(fc.nat(1_000_000)),
        fc.nat(200),
        (steps, chance, lag) => {
          let at = 0;
          const minutes = steps.map((step) => (at += step > 37 ? 61 + step : step % 7));
          const whole = silencesAt(heardAt(minutes), at + 61);
          // neighbours change places within the time by which the watermark is behind
          const shuffled = minutes
            .map((minute) => ({ minute, place: minute + ((chance.next().value as number) % (lag + 1)) }))
            .sort((a, b) => a.place - b.place);
          const heard = new Float64Array(HEARD_NUMBERS);
          const seen: number[] = [];
          let isWhole = true;
          for (const { minute, place } of shuffled) {
            isWhole = hear(heard, minute * MINUTE, 0, 0, limits.silentMs) === 0 && isWhole;
            seen.push(...silencesAt(heard, place - lag - 1));
          }
          seen.push(...silencesAt(heard, at + 61));
          fc.pre(isWhole);
          const free = heardAt([]);
          const inOrder: number[] = [];
          for (const minute of minutes) {
            hear(free, minute * MINUTE, 0, 0, limits.silentMs);
            inOrder.push(...silencesAt(free, minute - 1));
          }
          inOrder.push(...silencesAt(free, at + 61));
          expect(seen).toEqual(inOrder);
          expect(seen).toEqual(expect.arrayContaining(whole));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('asks for a timer only where there is something to decide', () => {
    const heard = heardAt([0]);
    expect(silenceDue(heard, limits.silentMs)).toBe(60 * MINUTE);
    expect(silencesAt(heard, 60)).toEqual([]);
    expect(silenceDue(heard, limits.silentMs)).toBe(Number.POSITIVE_INFINITY);
    hear(heard, 500 * MINUTE, 0, 1, limits.silentMs);
    expect(silenceDue(heard, limits.silentMs)).toBe(60 * MINUTE);
  });

  it('says when it forgets a spell for lack of room', () => {
    const heard = heardAt([0, 100, 200, 300]);
    expect(hear(heard, 400 * MINUTE, 0, 0, limits.silentMs)).toBe(1);
  });
});

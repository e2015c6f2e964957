import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ADWIN, adwin, adwinChanged } from './adwin.ts';
import { ksOfCounts, ksOfSamples } from './kolmogorov-smirnov.ts';
import { PAGE_HINKLEY, pageHinkley, pageHinkleyChanged } from './page-hinkley.ts';
import { psi } from './psi.ts';

interface Stream {
  readonly stream: string;
  readonly values: readonly number[];
  readonly adwin: Readonly<Record<string, readonly number[]>>;
  readonly pageHinkley: Readonly<Record<string, readonly number[]>>;
}

interface Samples {
  readonly samples: string;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly distance: number;
  readonly p: number;
}

const [, ...lines] = readFileSync('test/fixtures/drift/drift.ndjson', 'utf8').trim().split('\n');
const cases = lines.map((line): Stream | Samples => JSON.parse(line));
const streams = cases.filter((one) => 'stream' in one);
const samples = cases.filter((one) => 'samples' in one);

/** Places of the values at which it told a change; what it remembers is saved and read again after each. */
function changes<S>(values: readonly number[], fresh: S, changed: (state: S, value: number) => boolean): number[] {
  let state = fresh;
  return values.flatMap((value, place) => {
    const found = changed(state, value);
    state = JSON.parse(JSON.stringify(state));
    return found ? [place] : [];
  });
}

describe.each(streams)('given the stream "$stream"', ({ values, ...told }) => {
  it.each(Object.entries(told.adwin))(
    'when ADWIN with delta %s watches, then it tells the changes that river tells',
    (delta, places) => {
      const options = { ...ADWIN, delta: Number(delta) };
      expect(changes(values, adwin(), (state, value) => adwinChanged(state, value, options))).toEqual(places);
    },
  );

  it.each(Object.entries(told.pageHinkley))(
    'when Page-Hinkley with threshold %s watches, then it tells the changes that river tells',
    (threshold, places) => {
      const options = { ...PAGE_HINKLEY, threshold: Number(threshold) };
      expect(changes(values, pageHinkley(), (state, value) => pageHinkleyChanged(state, value, options))).toEqual(
        places,
      );
    },
  );
});

it('given a million values of one kind, when ADWIN watches, then it keeps a few buckets', () => {
  const state = adwin();
  for (let i = 0; i < 1_000_000; i++) adwinChanged(state, i % 2);
  expect(state.width).toBe(1_000_000);
  expect(state.rows.flat().length).toBeLessThanOrEqual(ADWIN.buckets * 21);
});

describe('Kolmogorov-Smirnov', () => {
  it.each(samples)('given samples "$samples", when compared, then it is what scipy says', ({ a, b, distance, p }) => {
    const found = ksOfSamples(a, b);
    expect(found.distance).toBeCloseTo(distance, 12);
    expect(Math.abs(found.p - p)).toBeLessThan(1e-6);
  });

  it('given histograms with a bin for each value, when compared, then it is as of the samples', () => {
    const value = fc.integer({ min: 0, max: 4 });
    const sample = fc.array(value, { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const counts = (all: readonly number[]) =>
          [0, 1, 2, 3, 4].map((one) => all.filter((each) => each === one).length);
        const [binned, exact] = [ksOfCounts(counts(a), counts(b)), ksOfSamples(a, b)];
        expect(binned.distance).toBeCloseTo(exact.distance, 12);
        expect(binned.p).toBeCloseTo(exact.p, 9);
      }),
    );
  });

  it('given nothing to compare, when compared, then it is no number', () => {
    expect(ksOfSamples([], [1]).p).toBeNaN();
    expect(ksOfCounts([1, 1], [0, 0]).p).toBeNaN();
  });
});

describe('psi', () => {
  const counts = fc.array(fc.nat(1000), { minLength: 3, maxLength: 3 });

  it('is 0 of the same shares, never below, and the same both ways', () => {
    fc.assert(
      fc.property(counts, counts, (a, b) => {
        expect(psi(a, a)).toBe(0);
        expect(psi(a, b)).toBeGreaterThanOrEqual(0);
        expect(psi(a, b)).toBeCloseTo(psi(b, a), 12);
        expect(psi(a, b)).toBeLessThan(Number.POSITIVE_INFINITY);
      }),
    );
  });

  it('is the sum of its definition', () => {
    // shares with half a row more in each bin: 1/4, 3/4 and 3/4, 1/4
    expect(psi([24.5, 74.5], [74.5, 24.5])).toBeCloseTo(2 * 0.5 * Math.log(3), 12);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { forestManifest } from '../../test/fixtures/manifests.ts';
import { latencyBin } from './latency-bins.ts';
import { binOf, type Doing, openTally } from './tally.ts';

const KEY = { tenant: 'acme', model: 'm', version: '1.0.0', arm: 'active' } as const;
const doing = (change: Partial<Doing> = {}): Doing => ({
  manifest: forestManifest(2),
  rows: 0,
  forwarded: 0,
  groups: [],
  degraded: 0,
  notNumbers: 0,
  latencyMs: null,
  probabilities: [],
  vectors: [],
  ...change,
});

describe('a tally', () => {
  it('given two batches, when it is told, then it has the sums of both', () => {
    const tally = openTally(KEY);
    tally.add(doing({ rows: 3, forwarded: 1, latencyMs: 4, probabilities: [0.01, 0.1, 1] }));
    tally.add(doing({ rows: 2, degraded: 2, notNumbers: 1, latencyMs: 8, manifest: null }));
    const told = tally.tallied();
    expect(told).toMatchObject({ ...KEY, rows: 5, forwarded: 1, degraded: 2, notNumbers: 1, runs: 2 });
    expect(told.logMsSum).toBeCloseTo(Math.log(32), 9);
    expect([told.latency[latencyBin(4)], told.latency.at(-1)]).toEqual([1, 1]);
    expect([told.scores[0], told.scores[2], told.scores[19]]).toEqual([1, 1, 1]);
    expect(told.scoreBins).toEqual([2, 0, 1]);
  });

  it('given rows, when it counts features, then it looks at one in eight, by the bins of training', () => {
    const tally = openTally(KEY);
    const vectors = Array.from({ length: 17 }, (_, i) => new Float32Array([i === 8 ? 7 : 0.5, -1]));
    tally.add(doing({ vectors }));
    expect(tally.tallied()).toMatchObject({
      sampled: 3,
      features: [
        { name: 'f0', counts: [0, 0, 2, 1] },
        { name: 'f1', counts: [3, 0, 0, 0] },
      ],
    });
  });

  it('given a version that is not at hand, when it is told, then there are no bins', () => {
    const tally = openTally(KEY);
    tally.add(doing({ manifest: null, rows: 9, degraded: 9 }));
    expect(tally.tallied()).toMatchObject({ rows: 9, degraded: 9, scoreBins: [], sampled: 0, features: [] });
  });
});

it('the bin of a value is the count of the edges below it', () => {
  const edges = fc.uniqueArray(fc.integer({ min: -50, max: 50 })).map((list) => list.sort((a, b) => a - b));
  fc.assert(
    fc.property(edges, fc.integer({ min: -60, max: 60 }), (sorted, value) => {
      expect(binOf(sorted, value)).toBe(sorted.filter((edge) => edge < value).length);
    }),
  );
});

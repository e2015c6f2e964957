import { describe, expect, it } from '@jest/globals';
import { forestManifest } from '../../test/fixtures/manifests.ts';
import type { ModelMeasurement } from '../domain/contracts.gen.ts';
import { driftOf, type Live, openDriftWatch } from './drift-watch.ts';
import { openTally } from './tally.ts';

const training = { ...forestManifest(2).training, rows: 10_000 };
const manifest = forestManifest(2, { training });
const none = openTally({ tenant: 'acme', model: 'm', version: '1.0.0', arm: 'active' }).tallied();
const measurement = (change: Partial<ModelMeasurement>): ModelMeasurement => ({
  ...{ process: 'p', sequence: 1, from: 0, to: 0 },
  ...none,
  ...change,
});
/** As in training, but for what is changed. */
const live = (change: Partial<Live> = {}): Live => ({
  ...{ name: 'm', version: '1.0.0', scoreBins: [9_000, 900, 100] },
  features: new Map(['f0', 'f1'].map((name) => [name, [50, 450, 450, 50]])),
  ...change,
});

describe('the drift of what a model sees', () => {
  it('given rows as in training, then there is none', () => {
    expect(driftOf(manifest, live())).toMatchObject({ isMajor: false, score: { verdict: 'none' } });
  });

  it.each<[string, Partial<Live>]>([
    ['scores lie higher', { scoreBins: [3_000, 4_000, 3_000] }],
    ['a feature lies elsewhere', { features: new Map([['f1', [900, 50, 50, 0]]]) }],
  ])('given that %s, then it is major', (_, change) => {
    expect(driftOf(manifest, live(change)).isMajor).toBe(true);
  });

  it('given bins of another manifest, or a feature that the model does not look at, then they say nothing', () => {
    const unused = forestManifest(2, {
      training,
      features: manifest.features.map((one) => ({ ...one, used: one.name !== 'f1' })),
    });
    expect(driftOf(manifest, live({ scoreBins: [1, 2], features: new Map([['f0', [9_000]]]) })).isMajor).toBe(false);
    expect(driftOf(unused, live({ features: new Map([['f1', [900, 50, 50, 0]]]) })).isMajor).toBe(false);
  });
});

describe('what is gathered of a version', () => {
  it('is added up until it is enough, then taken once', () => {
    const watch = openDriftWatch();
    const features = [{ name: 'f0', counts: [1, 2] }];
    const one = measurement({ scoreBins: [3_000, 0], features });
    watch.measured(one);
    for (const other of [{ arm: 'canary' as const }, { version: '' }]) watch.measured({ ...one, ...other });
    expect(watch.take()).toEqual([]);
    watch.measured(measurement({ scoreBins: [1_000, 1_000], features }));
    expect(watch.take()).toEqual([
      { name: 'm', version: '1.0.0', scoreBins: [4_000, 1_000], features: new Map([['f0', [2, 4]]]) },
    ]);
    expect(watch.take()).toEqual([]);
  });
});

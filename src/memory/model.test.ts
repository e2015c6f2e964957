import { describe, expect, it } from '@jest/globals';
import { modelContract } from '../../test/contract/model-contract.ts';
import { forestManifest, sequenceManifest } from '../../test/fixtures/manifests.ts';
import { distanceScorer, memoryModels, newcomerScorer } from './model.ts';

const forest = forestManifest(7);
const sequence = sequenceManifest();
const models = [
  { manifest: forest, scorer: distanceScorer(forest) },
  { manifest: sequence, scorer: newcomerScorer() },
];

modelContract('memory', async () => memoryModels(models));

describe('scorers of the twin', () => {
  it('distance grows with the way from the medians', () => {
    const scorer = distanceScorer(forest);
    const [at, near, far] = [0, 1, 5].map((value) => scorer(new Float32Array(7).fill(value)));
    expect(at).toBe(0);
    expect(near).toBeGreaterThan(0);
    expect(far).toBeGreaterThan(near ?? 1);
  });

  it('a newcomer surprises, a regular does not, and an empty past says nothing', () => {
    const scorer = newcomerScorer();
    const row = (past: number, last: number) => Int32Array.from({ length: 32 }, (_, i) => (i === 31 ? last : past));
    expect([scorer(row(5, 9)), scorer(row(5, 5)), scorer(row(0, 9))]).toEqual([1, 0, 0]);
  });
});

it('a model that is told to fail does', async () => {
  const port = memoryModels([{ manifest: forest, scorer: () => 0, fails: 'worker_died' }]);
  expect(await port.score(forest, [new Float32Array(7)], 1)).toEqual({ ok: false, reason: 'worker_died' });
});

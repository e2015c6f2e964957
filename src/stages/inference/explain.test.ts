import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { featureRow, ruleHit } from '../../../test/fixtures/feature-row.ts';
import { ensembleManifest, forestManifest, sequenceManifest, treesManifest } from '../../../test/fixtures/manifests.ts';
import { parseTrees } from '../../detectors/attribution/trees.ts';
import { type MemoryModel, memoryModels } from '../../memory/model.ts';
import { inferenceConfigSchema } from './config.ts';
import { explain } from './explain.ts';
import { judge } from './judge.ts';
import { askPanel } from './panel.ts';
import { unpack } from './row.ts';

const config = inferenceConfigSchema.parse({
  classifierModel: 'vedette-classifier',
  ensembleModel: 'vedette-ensemble',
});
const trees = {
  base: -1,
  trees: [0, 1, 2].map((column) => ({
    feature: [column, -1, (column + 1) % 3, -1, -1],
    threshold: [0.5, 0, 0.2, 0, 0],
    left: [1, -1, 3, -1, -1],
    right: [2, -1, 4, -1, -1],
    value: [0, -0.4, 0, 0.3, 1.1],
    cover: [100, 80, 20, 15, 5],
  })),
};
const forest: MemoryModel = { manifest: forestManifest(3), scorer: (row) => Math.max(...Array.from(row ?? [])) };
const sequence: MemoryModel = {
  manifest: sequenceManifest(),
  scorer: (row) => Array.from(row ?? []).reduce((sum, id) => sum + id, 0) / 100,
};
const classifier: MemoryModel = {
  manifest: treesManifest(3, {
    inputs: [{ name: 'vectors', of: 'vector', width: 3 }],
    calibration: [
      [-4, 0.01],
      [4, 0.97],
    ],
  }),
  trees: parseTrees(trees),
  scorer: (row) => Array.from(row ?? []).reduce((sum, one) => sum + 2 * one, -2),
};
const ensemble: MemoryModel = {
  manifest: ensembleManifest({ threshold: { raw: -1, quantile: 0.99 } }),
  ensemble: {
    bias: -3,
    parts: [
      { model: 'vedette-forest', weight: 0.6, base: -4 },
      { model: 'vedette-sequence', weight: 0.2, base: -4 },
      { model: 'vedette-classifier', weight: 0.9, base: -3 },
    ],
    rules: { weight: 0.7, base: -2 },
    calibration: [
      [-9, 0.001],
      [0, 0.4],
      [6, 0.99],
    ],
  },
  scorer: () => Number.NaN,
};
const ALL = [forest, sequence, classifier, ensemble];

/** What is told of rows that are all forwarded, by the models at hand. */
async function told(models: readonly MemoryModel[], rows: readonly ReturnType<typeof featureRow>[], retrials = models) {
  const unpacked = unpack(
    rows.map((value, offset) => ({ key: { tenant: 'acme', id: 'ws1' }, value, partition: 0, offset, appendedAt: 0 })),
  );
  const known = unpacked.filter((row) => typeof row !== 'string');
  const panel = await askPanel(memoryModels(models), known, [], config);
  const wanted = known.map((row, i) => ({
    row,
    judgement: judge(row.value.hits, panel.said[i] ?? [], panel.ensembleOf[i] ?? null, config),
  }));
  const explanations = await explain(memoryModels(retrials), wanted, config);
  return explanations.map((one, i) => ({ ...one, confidence: wanted[i]?.judgement.confidence ?? Number.NaN }));
}

const total = ({ base, detections }: Awaited<ReturnType<typeof told>>[number]): number =>
  detections.flatMap(({ facts }) => facts).reduce((sum, fact) => sum + fact.contribution, base);

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const aRow = fc.record({
  vector: fc.array(unit, { minLength: 3, maxLength: 3 }),
  ids: fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 12 }),
  hits: fc.array(fc.record({ probability: unit, severity: fc.integer({ min: 1, max: 5 }) }), { maxLength: 3 }),
});

describe('explain', () => {
  it('given any rows and any models at hand, when told, then base and the contributions of all facts are the confidence', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(aRow, { maxLength: 4 }),
        fc.subarray(ALL),
        fc.subarray(ALL),
        async (rows, models, retrials) => {
          const values = rows.map(({ vector, ids, hits }) => featureRow({}, vector, { ids, hits: hits.map(ruleHit) }));
          for (const one of await told(models, values, retrials)) {
            const isSilent = one.detections.length === 0;
            expect(Math.abs(total(one) - (isSilent ? one.base : one.confidence))).toBeLessThan(1e-3);
            if (models.some(({ manifest }) => manifest.kind !== 'ensemble')) expect(isSilent).toBe(false);
          }
        },
      ),
    );
  });

  it('given a row that several models find unusual, when told, then each names what moved it', async () => {
    const [one] = await told(ALL, [
      featureRow({}, [0.9, 0.1, 0.6], { ids: [7, 40, 40], hits: [ruleHit({ probability: 0.2 })] }),
    ]);
    const names = new Map(one?.detections.map(({ id, facts }) => [id, facts.map(({ name }) => name)]));
    expect(names.get('vedette-forest')).toEqual(expect.arrayContaining(['f0', 'f2', 'everything else']));
    expect(names.get('vedette-classifier')).toEqual(expect.arrayContaining(['f0', 'f2', 'everything else']));
    expect(names.get('vedette-sequence')).toEqual([
      'the event before',
      'this event',
      '2 events before',
      'surprise of the last events',
    ]);
  });

  it('given a model whose rows cannot be scored again, when told, then its whole share is one fact', async () => {
    const failing: MemoryModel = { ...forest, fails: 'deadline_passed' };
    const [one] = await told([forest, ensemble], [featureRow({}, [0.9, 0, 0])], [failing, ensemble]);
    expect(one?.detections.map(({ facts }) => facts.map(({ name }) => name))).toEqual([['everything else']]);
  });

  it('given no hit and no model that is notable, when told, then the one that says most is named', async () => {
    const [one] = await told(ALL, [featureRow({}, [0.3, 0.1, 0.1])]);
    expect(one?.detections).toHaveLength(1);
  });
});

import { describe, expect, it } from '@jest/globals';
import { featureRow, ruleHit } from '../../../test/fixtures/feature-row.ts';
import { ensembleManifest, forestManifest, sequenceManifest } from '../../../test/fixtures/manifests.ts';
import { TWO_MODELS } from '../../../test/fixtures/two-models.ts';
import type { Ensemble } from '../../detectors/ensemble.ts';
import { type FeatureRow, MODELS_PROMOTED, type PromotedModel, type Signal } from '../../domain/contracts.gen.ts';
import type { AnyTopic, ValueOf } from '../../domain/topic.ts';
import { type MemoryModel, memoryModels } from '../../memory/model.ts';
import type { Context } from '../../stage.ts';
import { inferenceConfigSchema } from './config.ts';
import type { Measured } from './ports.ts';
import { inference } from './stage.ts';

const HOST = { host: 'ws1' };
const QUIET = [0, 0, 0];
const LOUD = [0, 0.9, 0];
const loudest: MemoryModel['scorer'] = (row) => Math.max(...Array.from(row ?? []));
const forest = (version: string, scorer = loudest): MemoryModel => ({
  manifest: forestManifest(3, { version }),
  scorer,
});
const sequence: MemoryModel = { manifest: sequenceManifest(), scorer: () => 0 };
const ENSEMBLE: Ensemble = {
  bias: -4,
  parts: [{ model: 'vedette-forest', weight: 1, base: -5 }],
  rules: { weight: 1, base: -5 },
  calibration: [
    [-6, 0.01],
    [0, 0.5],
    [6, 0.99],
  ],
};
const ensemble: MemoryModel = {
  manifest: ensembleManifest({ threshold: { raw: 0, quantile: 0.99 } }),
  scorer: () => Number.NaN,
  ensemble: ENSEMBLE,
};
const promoted = (change: Partial<PromotedModel>): PromotedModel => ({
  ...{ name: 'vedette-forest', tenant: '', version: '1.0.0', sha256: '', featureHash: '', promotedBy: '', time: 0 },
  ...{ role: 'active', share: 0, reason: '', previous: '' },
  ...change,
});

interface World {
  readonly models: readonly MemoryModel[];
  readonly ensembleModel?: string;
  readonly promotions?: readonly PromotedModel[];
}

async function scored({ models, ensembleModel = '', promotions = [] }: World, rows: readonly FeatureRow[]) {
  const measured: Measured[] = [];
  const room = await inference.open({
    config: inferenceConfigSchema.parse({ ...TWO_MODELS, ensembleModel }),
    model: memoryModels(models),
    measured: (one) => measured.push(one),
  });
  const table = new Map(promotions.map((one, i) => [String(i), one]));
  const context = {
    table: <T extends AnyTopic>(topic: T) =>
      (topic.name === MODELS_PROMOTED.name ? table : new Map()) as unknown as ReadonlyMap<string, ValueOf<T>>,
  } as Context<never>;
  const inputs = rows.map((value, offset) => ({
    ...{ key: { tenant: 'acme', id: `ws${offset}` }, value, partition: 0, offset, appendedAt: 0 },
  }));
  const outcomes = await room.process(inputs, context);
  const signals = outcomes.map((outcome) =>
    outcome.kind === 'forward' ? (outcome.records[0]?.value as Signal | undefined) : undefined,
  );
  return { signals, measured };
}

describe('with an ensemble', () => {
  const world = { models: [forest('1.0.0'), sequence, ensemble], ensembleModel: 'vedette-ensemble' };

  it('given a sure model, when scored, then confidence is that of the ensemble and the row is forwarded', async () => {
    const { signals } = await scored(world, [featureRow(HOST, LOUD), featureRow(HOST, QUIET)]);
    // ln(0.875 / 0.125) + 5 - 4 = 2.95 on the line from (0, 0.5) to (6, 0.99)
    expect(signals[0]?.confidence).toBeCloseTo(0.7406, 3);
    expect(signals[0]).toMatchObject({
      ...{ severity: 2, degraded: [] },
      models: ['vedette-forest@1.0.0', 'vedette-sequence@1.0.0', 'vedette-ensemble@1.0.0'],
      ensemble: 'vedette-ensemble@1.0.0',
    });
    expect(signals[0]?.score).toBeCloseTo(0.7406 * 0.6, 3);
    expect(signals[1]).toBeUndefined();
  });

  it('given a hit, when the models are quiet, then the score is no less than what the rule alone says', async () => {
    const hits = [ruleHit({ severity: 5, probability: 0.9 })];
    const { signals } = await scored(world, [featureRow(HOST, QUIET, { hits })]);
    expect(signals[0]?.score).toBeCloseTo(0.9, 6);
  });

  it('given none at hand, when scored, then the parts are joined without it, and the score says so', async () => {
    const { signals } = await scored({ ...world, models: [forest('1.0.0'), sequence] }, [featureRow(HOST, LOUD)]);
    expect(signals[0]).toMatchObject({ degraded: ['vedette-ensemble'], ensemble: '' });
    expect(signals[0]?.confidence).toBeCloseTo(0.875, 6);
  });
});

describe('with versions on trial', () => {
  const rows = Array.from({ length: 200 }, () => featureRow(HOST, LOUD));
  const models = [forest('1.0.0'), forest('2.0.0', () => 0.8), sequence];

  it('given a canary, when scored, then each row names one version, and both arms are measured', async () => {
    const promotions = [promoted({}), promoted({ role: 'canary', version: '2.0.0', share: 0.3 })];
    const { signals, measured } = await scored({ models, promotions }, rows);
    const versions = signals.flatMap((signal) => signal?.detections.map(({ version }) => version) ?? []);
    const arms = Object.fromEntries(
      measured
        .filter(({ model }) => model === 'vedette-forest')
        .map(({ arm, version, rows: count }) => [arm, `${version} ${count}`]),
    );
    const canaries = versions.filter((version) => version === '2.0.0').length;
    expect(versions).toHaveLength(200);
    expect(canaries).toBeGreaterThan(30);
    expect(arms).toEqual({ active: `1.0.0 ${200 - canaries}`, canary: `2.0.0 ${canaries}` });
  });

  it('given a shadow that answers NaN, when scored, then it is measured and says nothing', async () => {
    const promotions = [promoted({}), promoted({ role: 'shadow', version: '2.0.0' })];
    const sick = [forest('1.0.0'), forest('2.0.0', () => Number.NaN), sequence];
    const { signals, measured } = await scored({ models: sick, promotions }, rows.slice(0, 3));
    expect(signals.map((signal) => signal?.degraded)).toEqual([[], [], []]);
    expect(measured.find(({ arm }) => arm === 'shadow')).toMatchObject({
      ...{ version: '2.0.0', rows: 3, forwarded: 0, degraded: 3, notNumbers: 3, probabilities: [] },
    });
  });

  it('given a version that is promoted while it sleeps, when the next row comes, then it is opened first', async () => {
    const sleeping = [forest('1.0.0'), { ...forest('2.0.0'), isAsleep: true }, sequence];
    const { signals } = await scored({ models: sleeping, promotions: [promoted({ version: '2.0.0' })] }, [
      rows[0] as FeatureRow,
    ]);
    expect(signals[0]).toMatchObject({ degraded: [], detections: [{ version: '2.0.0' }] });
  });

  it('given a table that is about to come into force, when the room gets ready for it, then its versions are open', async () => {
    const model = memoryModels([{ ...forest('2.0.0'), isAsleep: true }]);
    const { prepares } = await inference.open({ config: inferenceConfigSchema.parse(TWO_MODELS), model });
    expect([prepares?.table, model.describe()]).toEqual([MODELS_PROMOTED, []]);
    await prepares?.prepare(new Map([['/vedette-forest', promoted({ version: '2.0.0' })]]));
    expect(model.describe()).toMatchObject([{ version: '2.0.0', ok: true }]);
  });
});

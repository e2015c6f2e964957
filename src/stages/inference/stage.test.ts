import { describe, expect, it } from '@jest/globals';
import { featureRow, ruleHit } from '../../../test/fixtures/feature-row.ts';
import { forestManifest, sequenceManifest } from '../../../test/fixtures/manifests.ts';
import { TWO_MODELS } from '../../../test/fixtures/two-models.ts';
import {
  type FeatureRow,
  MODELS_PROMOTED,
  type PromotedModel,
  type PublishedRule,
  RULES_PUBLISHED,
  type Signal,
} from '../../domain/contracts.gen.ts';
import { stepKey } from '../../domain/step-key.ts';
import type { AnyTopic, ValueOf } from '../../domain/topic.ts';
import { type MemoryModel, memoryModels } from '../../memory/model.ts';
import type { Context, Outcome } from '../../stage.ts';
import { type InferenceConfig, inferenceConfigSchema } from './config.ts';
import type { ScoredEvent } from './ports.ts';
import { inference } from './stage.ts';

const HOST = { host: 'ws1', user: 'CORP\\alice', srcIp: '10.0.0.5' };
const QUIET = [0, 0, 0];
const LOUD = [0, 0.9, 0];

// The raw score of the twins is what the row says: its largest feature, its last token by the hundred
const forest = { manifest: forestManifest(3), scorer: (row: ArrayLike<number>) => Math.max(...Array.from(row)) };
const sequence = { manifest: sequenceManifest(), scorer: (row: ArrayLike<number>) => (row[31] ?? 0) / 100 };

interface World {
  readonly models?: readonly MemoryModel[];
  readonly config?: Partial<InferenceConfig>;
  readonly rules?: readonly Partial<PublishedRule>[];
  readonly promoted?: readonly Partial<PromotedModel>[];
  readonly scores?: (event: ScoredEvent) => void;
}

async function given(world: World, rows: readonly FeatureRow[]) {
  const { models = [forest, sequence], rules = [], promoted = [], scores } = world;
  const room = await inference.open({
    config: inferenceConfigSchema.parse({ ...TWO_MODELS, ...world.config }),
    model: memoryModels(models),
    ...(scores && { scores }),
  });
  const tables = new Map<AnyTopic, ReadonlyMap<string, unknown>>([
    [RULES_PUBLISHED, new Map(rules.map((rule, i) => [String(i), { tenant: '', ...rule }]))],
    [
      MODELS_PROMOTED,
      new Map(promoted.map((one, i) => [String(i), { tenant: '', sha256: '', role: 'active', ...one }])),
    ],
  ]);
  const context = {
    table: <T extends AnyTopic>(topic: T) => tables.get(topic) as ReadonlyMap<string, ValueOf<T>>,
  } as Context<never>;
  const inputs = rows.map((value, offset) => ({
    key: { tenant: 'acme', id: 'ws1' },
    value,
    partition: 0,
    offset,
    appendedAt: 0,
  }));
  return room.process(inputs, context);
}

const signals = (outcome: Outcome<(typeof inference.writes)[number]> | undefined): readonly Signal[] =>
  outcome?.kind === 'forward' ? outcome.records.flatMap((record) => record.value ?? []) : [];
const owner = (outcome: Parameters<typeof signals>[0]): Signal => {
  const [signal] = signals(outcome);
  if (signal === undefined) throw new Error(`not forwarded: ${JSON.stringify(outcome)}`);
  return signal;
};

describe('what is forwarded', () => {
  it.each<[string, FeatureRow, string]>([
    ['nothing unusual', featureRow(HOST, QUIET), 'drop'],
    [
      'a hit of low severity',
      featureRow(HOST, QUIET, { hits: [ruleHit({ severity: 2, probability: 0.01 })] }),
      'forward',
    ],
    ['an informational hit', featureRow(HOST, QUIET, { hits: [ruleHit({ severity: 1 })] }), 'forward'],
    ['novelty at the threshold', featureRow(HOST, [0.6001, 0, 0]), 'forward'],
    ['novelty just below it', featureRow(HOST, [0.5999, 0, 0]), 'drop'],
    ['a surprise above the threshold', featureRow(HOST, QUIET, { ids: [61] }), 'forward'],
    ['a surprise below it', featureRow(HOST, QUIET, { ids: [59] }), 'drop'],
  ])('%s: %s', async (_, row, kind) => {
    const [outcome] = await given({}, [row]);
    expect(outcome?.kind).toBe(kind);
    if (kind === 'drop') expect(outcome).toMatchObject({ reason: 'below_bar' });
  });

  it('what did not happen, whatever the bar: nothing is scored, and no model is missing', async () => {
    const scored: unknown[] = [];
    const nothing = { vector: new Uint8Array(0), tokens: new Uint8Array(0), hits: [ruleHit({ severity: 1 })] };
    const rows = [featureRow(HOST, [], nothing), featureRow(HOST, [], { ...nothing, hits: [] })];
    const world = { config: { forwardSeverity: 5 }, scores: (event: ScoredEvent) => void scored.push(event) };
    const [absence, empty] = await given(world, rows);
    expect(owner(absence)).toMatchObject({ degraded: [], detections: [{ id: 'rule-1' }] });
    expect(empty).toEqual({ kind: 'deadLetter', reason: 'vector_malformed' });
    expect(scored).toEqual([]);
  });

  it('keeps the order of the batch', async () => {
    const rows = [LOUD, QUIET, LOUD].map((vector, i) => featureRow({ ...HOST, id: `e${i}` }, vector));
    const outcomes = await given({}, rows);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['forward', 'drop', 'forward']);
    expect(owner(outcomes[2]).event.id).toBe('e2');
  });

  it('tells each role of the event, one of them as owner', async () => {
    const [outcome] = await given({}, [featureRow(HOST, LOUD)]);
    if (outcome?.kind !== 'forward') throw new Error('not forwarded');
    expect(outcome.records.map(({ key }) => `${key.tenant}/${key.id}`)).toEqual([
      'acme/host:ws1',
      'acme/user:alice',
      'acme/address:10.0.0.5',
    ]);
    expect(signals(outcome).map((signal) => signal.owner)).toEqual([true, false, false]);
    expect(signals(outcome).map(({ row }) => row !== null)).toEqual([true, false, false]);
  });
});

describe('what the signal says', () => {
  it('hits first, then the models that are notable, explained so that the shares add up', async () => {
    const [outcome] = await given({}, [featureRow(HOST, [0.1, 0.9, 0.3], { hits: [ruleHit()], ids: [3] })]);
    const { base, confidence, detections, severity, degraded } = owner(outcome);
    expect(detections.map(({ id, kind }) => [id, kind])).toEqual([
      ['rule-1', 'rule'],
      ['vedette-forest', 'novelty'],
    ]);
    const novelty = detections[1];
    expect(novelty?.facts[0]).toMatchObject({ name: 'f1', value: '0.9', expected: '-1..1' });
    const sum = detections.flatMap(({ facts }) => facts).reduce((total, fact) => total + fact.contribution, base);
    expect(sum).toBeCloseTo(confidence, 6);
    expect([severity, degraded]).toEqual([3, []]);
  });

  it('a surprise comes with what was usual', async () => {
    const [outcome] = await given({}, [featureRow(HOST, QUIET, { ids: [70] })]);
    expect(owner(outcome).detections).toMatchObject([
      {
        id: 'vedette-sequence',
        kind: 'model',
        facts: [
          { name: 'this event', value: 'kind 70' },
          { name: 'surprise of the last events', value: '0.7', expected: '0..0.3' },
        ],
      },
    ]);
  });

  it('models raise the score of a hit', async () => {
    const hits = [ruleHit()];
    const [plain, unusual] = await given({}, [featureRow(HOST, QUIET, { hits }), featureRow(HOST, LOUD, { hits })]);
    expect(owner(unusual).score).toBeGreaterThan(owner(plain).score);
  });

  it('every row is reported once with its score, forwarded or not', async () => {
    const seen: ScoredEvent[] = [];
    const rows = [QUIET, LOUD, QUIET].map((vector, i) => featureRow({ ...HOST, id: `e${i}` }, vector));
    const outcomes = await given({ scores: (event) => seen.push(event) }, rows);
    expect(seen.map(({ event }) => event.id)).toEqual(['e0', 'e1', 'e2']);
    expect(seen[1]?.score).toBe(owner(outcomes[1]).score);
    expect(seen.map(({ detectors }) => detectors)).toEqual([[], ['vedette-forest'], []]);
  });
});

describe('when something is missing', () => {
  const hits = [ruleHit()];
  const nothing = { manifest: forest.manifest, scorer: () => Number.NaN };
  it.each<[string, World, Partial<FeatureRow>, string[]]>([
    ['no models', { models: [] }, {}, ['vedette-forest', 'vedette-sequence']],
    ['one model is missing', { models: [sequence] }, {}, ['vedette-forest']],
    ['a model hangs', { models: [{ ...forest, fails: 'deadline_passed' }, sequence] }, {}, ['vedette-forest']],
    ['a model answers NaN', { models: [nothing, sequence] }, {}, ['vedette-forest']],
    ['rows of another feature set', {}, { featureHash: 'ffffffffffffffff' }, ['vedette-forest', 'vedette-sequence']],
    [
      'a version in force that is not here',
      { promoted: [{ name: 'vedette-sequence', version: '9.0.0' }] },
      {},
      ['vedette-sequence'],
    ],
  ])('%s: the hits go on, degraded', async (_, world, change, degraded) => {
    const [outcome] = await given(world, [featureRow(HOST, QUIET, { hits, ...change })]);
    expect(owner(outcome)).toMatchObject({ degraded, severity: 3, detections: [{ id: 'rule-1' }] });
  });

  it('a row with a feature that is no number costs only its own novelty', async () => {
    const rows = [featureRow(HOST, [Number.NaN, 0, 0], { hits }), featureRow(HOST, LOUD)];
    const [broken, whole] = await given({}, rows);
    expect(owner(broken).degraded).toEqual(['vedette-forest']);
    expect(owner(whole).degraded).toEqual([]);
  });

  it('a token that the model does not know is scored as padding', async () => {
    const [outcome] = await given({}, [featureRow(HOST, LOUD, { ids: [60_000] })]);
    expect(owner(outcome).degraded).toEqual([]);
  });
});

it.each<[string, PublishedRule['status'], string, string]>([
  ['disabled for all', 'disabled', '', 'drop'],
  ['in shadow for the tenant', 'shadow', 'acme', 'drop'],
  ['disabled for another tenant', 'disabled', 'other', 'forward'],
  ['enabled', 'enabled', '', 'forward'],
])('a hit of a rule that is %s', async (_, status, tenant, kind) => {
  const rules = [{ id: 'rule-1', status, tenant }];
  const [outcome] = await given({ rules }, [featureRow(HOST, QUIET, { hits: [ruleHit()] })]);
  expect(outcome?.kind).toBe(kind);
});

it.each<[string, FeatureRow, string]>([
  ['vector is cut', featureRow(HOST, QUIET, { vector: new Uint8Array(7) }), 'vector_malformed'],
  ['vector is empty', featureRow(HOST, []), 'vector_malformed'],
  ['tokens are cut', featureRow(HOST, QUIET, { tokens: new Uint8Array(63) }), 'vector_malformed'],
  ['event is of another tenant', featureRow({ ...HOST, tenant: 'other' }, LOUD), 'tenant_mismatch'],
])('a row whose %s is a dead letter, its neighbours are not', async (_, row, reason) => {
  const outcomes = await given({}, [featureRow(HOST, LOUD), row, featureRow(HOST, QUIET)]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['forward', 'deadLetter', 'drop']);
  expect(outcomes[1]).toMatchObject({ reason });
});

it('reads a vector that does not start at a multiple of four', async () => {
  const row = featureRow(HOST, LOUD);
  const shifted = new Uint8Array(row.vector.length + 1);
  shifted.set(row.vector, 1);
  const [plain, moved] = await given({}, [row, { ...row, vector: shifted.subarray(1) }]);
  expect(owner(moved).score).toBe(owner(plain).score);
});

it('config is refused with every fault', () => {
  const parsed = inferenceConfigSchema.safeParse({ modelBar: 2, deadlineMs: 0, speed: 'fast' });
  expect(parsed.error?.issues.map((issue) => issue.path.join('.') || issue.code)).toEqual(
    expect.arrayContaining(['modelBar', 'deadlineMs', 'unrecognized_keys']),
  );
});

describe('steps of correlations', () => {
  const step = {
    root: 'brute-force',
    version: 'v1',
    group: ['alice'],
    rules: ['failed-logon'],
    fields: { TargetUserName: 'alice' },
  };

  it('given a quiet row with a step, when scored, then only the key of its group hears of it', async () => {
    const [outcome] = await given({}, [featureRow(HOST, QUIET, { steps: [step] })]);
    if (outcome?.kind !== 'forward') throw new Error('not forwarded');
    expect(outcome.records.map(({ key }) => key)).toEqual([{ tenant: 'acme', id: stepKey(step) }]);
    expect(signals(outcome)[0]).toMatchObject({ role: 'host', entity: 'ws1', owner: false, steps: [step] });
  });

  it('given a hit with steps of two groups, when scored, then its entities and both groups hear of it', async () => {
    const other = { ...step, group: ['bob'] };
    const [outcome] = await given({}, [featureRow(HOST, QUIET, { hits: [ruleHit()], steps: [step, other] })]);
    const told = signals(outcome);
    expect(told.map(({ steps }) => steps.length)).toEqual([0, 0, 0, 1, 1]);
    expect(new Set(told.slice(3).map(({ steps: [one] }) => one && stepKey(one))).size).toBe(2);
  });
});

import { ENTITY_VERSION } from '../../src/detectors/entity-codec.ts';
import { FEATURE_HASH, FEATURES } from '../../src/detectors/feature-set.ts';
import {
  ALERTS_RAISED,
  type DetectionFinding,
  type FeatureRow,
  type LedgerEntry,
  PIPELINE_LEDGER,
  type Signal,
  TELEMETRY_FEATURES,
  TELEMETRY_SIGNALS,
  TENANT_MINUTES,
  TOPICS,
} from '../../src/domain/contracts.gen.ts';
import type { AnyTopic } from '../../src/domain/topic.ts';
import { type MemoryBroker, memoryBroker } from '../../src/memory/broker.ts';
import { memoryCodec } from '../../src/memory/codec.ts';
import { distanceScorer, memoryModels, newcomerScorer } from '../../src/memory/model.ts';
import { memoryStateStore } from '../../src/memory/state-store.ts';
import type { Send, StateStore } from '../../src/ports.ts';
import { type AnyStage, type RunningStage, runStage } from '../../src/runner.ts';
import { unmeasured } from '../../src/shell/quiet.ts';
import type { Outcome, Rec, StateCodec } from '../../src/stage.ts';
import type { DetectionPorts } from '../../src/stage-ports.ts';
import { alertsConfigSchema } from '../../src/stages/alerts/config.ts';
import { correlationConfigSchema } from '../../src/stages/correlation/config.ts';
import { featuresConfigSchema } from '../../src/stages/features/config.ts';
import { features } from '../../src/stages/features/stage.ts';
import type { FeaturesState } from '../../src/stages/features/state.ts';
import { inferenceConfigSchema } from '../../src/stages/inference/config.ts';
import { intakeConfigSchema } from '../../src/stages/intake/config.ts';
import { DETECTION, HEARD_TOPICS } from '../../src/topology.ts';
import { forestManifest, sequenceManifest } from '../fixtures/manifests.ts';
import { ruleBook } from '../fixtures/rule-book.ts';
import { TWO_MODELS } from '../fixtures/two-models.ts';

export type Version = 'old' | 'new';

/** The hash of the feature set that the next version has. */
export const NEXT_HASH = 'fedcba9876543210';

/** What the next version will save: the layout of today under the next number. It reads today's as well. */
const nextCodec: StateCodec<FeaturesState> = {
  version: ENTITY_VERSION + 1,
  encode(state) {
    const bytes = Uint8Array.from((features.state as StateCodec<FeaturesState>).encode(state));
    if (bytes[0] === ENTITY_VERSION) bytes[0] = ENTITY_VERSION + 1;
    return bytes;
  },
  decode(bytes) {
    const copy = Uint8Array.from(bytes);
    if (copy[0] === ENTITY_VERSION + 1) copy[0] = ENTITY_VERSION;
    return (features.state as StateCodec<FeaturesState>).decode(copy);
  },
};

type Out = typeof TELEMETRY_FEATURES | typeof TENANT_MINUTES;
const retrained = (row: Rec<Out>): Rec<Out> =>
  row.to.name === TENANT_MINUTES.name || row.value === null
    ? row
    : ({ ...row, value: { ...row.value, featureHash: NEXT_HASH } } as Rec<Out>);

/** The features stage of the next version: another state version and another feature set. */
const nextFeatures: typeof features = {
  ...features,
  state: nextCodec,
  async open(ports) {
    const room = await features.open(ports);
    return {
      ...room,
      process: async (batch, context) =>
        (await room.process(batch, context)).map(
          (outcome): Outcome<Out> =>
            outcome.kind === 'forward' ? { kind: 'forward', records: outcome.records.map(retrained) } : outcome,
        ),
      timers: (due, context) => (room.timers?.(due, context) ?? []).map(retrained),
    };
  },
};

/** Models for both feature sets, as the upgrade wants them in every inference process. */
function models() {
  const hashes = [FEATURE_HASH, NEXT_HASH];
  return memoryModels(
    hashes.flatMap((featureHash, i) => {
      const forest = forestManifest(FEATURES.length, { featureHash, version: `${i + 1}.0.0` });
      const sequence = sequenceManifest({ featureHash, version: `${i + 1}.0.0` });
      return [
        { manifest: forest, scorer: distanceScorer(forest) },
        { manifest: sequence, scorer: newcomerScorer() },
      ];
    }),
  );
}

const ports = (): DetectionPorts => ({
  intake: { config: intakeConfigSchema.parse({ timeSource: 'source' }) },
  features: { config: featuresConfigSchema.parse({}), rules: ruleBook() },
  inference: { config: inferenceConfigSchema.parse({ ...TWO_MODELS, notable: 0 }), model: models() },
  correlation: { config: correlationConfigSchema.parse({}), rules: ruleBook() },
  alerts: { config: alertsConfigSchema.parse({}) },
});

export interface TwoVersions {
  readonly broker: MemoryBroker;
  readonly store: StateStore;
  /** One process of one stage. */
  start(stage: string, version: Version): Promise<RunningStage>;
  feed(records: readonly Send[], now: number): Promise<void>;
  rows(): Promise<readonly FeatureRow[]>;
  signals(): Promise<readonly Signal[]>;
  alerts(): Promise<readonly DetectionFinding[]>;
  ledger(): Promise<readonly LedgerEntry[]>;
}

const PARTITIONS = 3;

/** One cluster on which processes of both versions can run, with the real runner and the real stages; a test may break the store. */
export function twoVersions(inject: (store: StateStore) => StateStore = (store) => store): TwoVersions {
  let now = 0;
  const isKeyed = ({ cleanup, name }: AnyTopic) => cleanup !== 'compact' && name !== PIPELINE_LEDGER.name;
  const topics = TOPICS.map((topic) => ({
    name: topic.name,
    partitions: isKeyed(topic) && !topic.name.endsWith('.dlq') ? PARTITIONS : 1,
  }));
  const broker = memoryBroker({ topics, now: () => now, drive: 'manual', maxBatch: 7 });
  const store = inject(memoryStateStore());
  const codec = memoryCodec();
  const clock = { now: () => now, sleep: async () => {} };
  const logger = { info() {}, warn() {}, error() {} };
  const world = { broker, store, codec, clock, logger, metrics: unmeasured };

  async function valuesOf<T>({ name }: AnyTopic): Promise<T[]> {
    const values: T[] = [];
    for await (const { value } of broker.readAll(name)) {
      if (!value) continue;
      const decoded = await codec.decode(name, value);
      if (!decoded.ok) throw new Error(decoded.reason);
      values.push(decoded.value as T);
    }
    return values;
  }

  return {
    broker,
    store,
    async start(name, version) {
      const all = DETECTION as unknown as readonly AnyStage[];
      const today = all.find((one) => one.name === name) as AnyStage;
      const stage = version === 'new' && name === 'features' ? (nextFeatures as unknown as AnyStage) : today;
      const room = await stage.open(ports()[name as keyof DetectionPorts]);
      return runStage(stage, room, world, {
        ...{ controlEveryMs: 0, trustSource: true, retryLimitMs: 1000, epoch: 0, heardTopics: HEARD_TOPICS },
      });
    },
    async feed(records, at) {
      now = at;
      await (await broker.producer()).send(records);
      while (await broker.pump());
    },
    rows: () => valuesOf(TELEMETRY_FEATURES),
    signals: () => valuesOf(TELEMETRY_SIGNALS),
    alerts: () => valuesOf(ALERTS_RAISED),
    ledger: () => valuesOf(PIPELINE_LEDGER),
  };
}

/** The real world for the stages: Kafka, the registry, Redis and the models, as the environment names them. */

import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { FEATURE_HASH } from './detectors/feature-set.ts';
import { openFinders } from './distributed/finders.ts';
import { PIPELINE_LEDGER, TELEMETRY_RAW } from './domain/contracts.gen.ts';
import { blockedFor } from './environment/blocklists.ts';
import type { Environment } from './environment.ts';
import type { RunningLauncher } from './learning/launcher.ts';
import { openLauncher } from './learning/open-launcher.ts';
import type { Logger, Metrics, StateStore } from './ports.ts';
import { type OnFaults, openRules, openYaraRules } from './rule-folder.ts';
import {
  type AnyRoom,
  type AnyStage,
  FatalError,
  type RunnerOptions,
  type RunnerWorld,
  type RunningStage,
  runStage,
} from './runner.ts';
import { systemClock } from './shell/clock.ts';
import type { ModelHealth } from './shell/health.ts';
import { kafkaBroker } from './shell/kafka/broker.ts';
import { measurementLog } from './shell/measurement-log.ts';
import { type ModelMeter, modelMeter } from './shell/model-meter.ts';
import { measuredModels } from './shell/models/measured-models.ts';
import { openServing } from './shell/models/open-serving.ts';
import { namespacedStore } from './shell/namespace.ts';
import { redisDictionaryStore } from './shell/redis/dictionary-store.ts';
import { redisStateStore } from './shell/redis/state-store.ts';
import { openRegistry } from './shell/registry/open-registry.ts';
import { registryCodec } from './shell/schema-registry/codec.ts';
import { registryClient } from './shell/schema-registry/registry-client.ts';
import { waitFor } from './shell/wait-for.ts';
import type { StagePorts } from './stage-ports.ts';
import type { ModelState } from './stages/inference/ports.ts';
import { launch } from './stages/launch/stage.ts';
import { beside, HEARD_TOPICS, STAGES } from './topology.ts';

export interface World extends RunnerWorld {
  close(): Promise<void>;
}

export interface Surroundings {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly signal: AbortSignal;
  /** Topics whose schemas must be registered before anything is written. */
  readonly written: readonly string[];
  /** How the names of groups begin in which tables are read. */
  readonly readers: string;
}

/** Connects to every server. Each that does not answer is waited for, up to the retry limit; then FatalError. */
export async function openWorld(
  environment: Environment,
  { logger, metrics, signal, written, readers }: Surroundings,
): Promise<World> {
  const patience = { clock: systemClock, logger, limitMs: environment.retryLimitMs, signal };
  const broker = kafkaBroker(environment.kafka, logger, readers);
  await waitFor(
    `Kafka at ${environment.kafka.brokers.join(',')}`,
    () => broker.partitions(TELEMETRY_RAW.name),
    patience,
  );
  const codec = registryCodec(registryClient(environment.registry));
  await waitFor('the schema registry', () => codec.ready(written), patience);
  const store = await openStore(environment, logger, signal);
  return {
    ...{ broker, codec, store, logger, metrics, clock: systemClock },
    close: async () => void (await Promise.allSettled([broker.close(), store.close()])),
  };
}

async function openStore(
  { redis, retryLimitMs, kafka: { namespace } }: Environment,
  logger: Logger,
  signal: AbortSignal,
): Promise<StateStore> {
  const enough = AbortSignal.any([signal, AbortSignal.timeout(retryLimitMs)]);
  try {
    const store = await redisStateStore(redis, logger, enough);
    return namespace ? namespacedStore(store, namespace) : store;
  } catch (cause) {
    if (signal.aborted) throw cause;
    const late = `Redis: no answer for ${Math.round(retryLimitMs / 1000)} s`;
    throw new FatalError(enough.aborted ? late : (cause as Error).message, { cause });
  }
}

/** Topics that the stages write in Avro. */
export const writtenBy = (stages: readonly AnyStage[]): readonly string[] => [
  ...new Set(
    [PIPELINE_LEDGER, ...stages.flatMap((stage) => [...stage.writes, ...beside(stage.name).writes])].map(
      ({ name }) => name,
    ),
  ),
];

/** The stages of those names in flow order; `all` is every one. Throws RangeError that names what there is not. */
export function stagesNamed(names: readonly string[]): readonly AnyStage[] {
  const stages = STAGES as unknown as readonly AnyStage[];
  const unknown = names.find((name) => name !== 'all' && !stages.some((stage) => stage.name === name));
  if (unknown !== undefined)
    throw new RangeError(`there is no stage ${unknown}: take ${stages.map(({ name }) => name).join(', ')} or all`);
  return stages.filter(({ name }) => names.includes('all') || names.includes(name));
}

/** A stage at work, and how its models run. */
export interface StartedStage extends RunningStage {
  readonly models?: () => readonly ModelHealth[];
}

const modelHealth = (state: ModelState): ModelHealth => {
  const model = `${state.name}/${state.version}`;
  if (!state.ok) return { model, fault: state.reason };
  return { model, provider: state.provider ?? 'none', precision: state.precision ?? 'fp32' };
};

/** Opens the stage with its ports and sets it to work. Closing it closes its ports too. */
export async function startStage(
  stage: AnyStage,
  world: RunnerWorld,
  environment: Environment,
  signal: AbortSignal,
): Promise<StartedStage> {
  const patience = { clock: world.clock, logger: world.logger, limitMs: environment.retryLimitMs, signal };
  const ports = await waitFor<StagePorts[keyof StagePorts]>(
    `what ${stage.name} needs`,
    () => PORTS[stage.name as keyof StagePorts](environment, world),
    patience,
  );
  const closePorts = async () => {
    if ('model' in ports) await ports.model.close();
    if ('yara' in ports) await ports.yara?.close();
    if ('dictionary' in ports) await ports.dictionary.close();
    if ('finders' in ports) await Promise.all(ports.finders.map((finder) => finder.close?.()));
  };
  try {
    const room: AnyRoom = await stage.open(ports);
    const running = await waitFor(stage.name, () => runStage(stage, room, world, optionsOf(environment)), patience);
    const models = 'model' in ports && { models: () => ports.model.describe().map(modelHealth) };
    if (stage.name === launch.name) return withLauncher(running, await openLauncher(environment, world));
    return { ...running, ...models, close: () => running.close().finally(closePorts) };
  } catch (cause) {
    await closePorts();
    throw cause;
  }
}

/** The launcher takes up what the stage has queued. */
const withLauncher = (running: RunningStage, launcher: RunningLauncher): StartedStage => ({
  ...running,
  failed: Promise.race([running.failed, launcher.failed]),
  close: async () => {
    await launcher.close();
    await running.close();
  },
});

const optionsOf = ({ controlEveryMs, trustSource, retryLimitMs, epoch }: Environment): RunnerOptions => ({
  ...{ controlEveryMs, trustSource, retryLimitMs, epoch },
  heardTopics: HEARD_TOPICS,
});

type OpenPorts = {
  readonly [Name in keyof StagePorts]: (environment: Environment, world: RunnerWorld) => Promise<StagePorts[Name]>;
};

/** What each stage is opened with when it runs for real. */
const PORTS: OpenPorts = {
  intake: async ({ rooms }) => ({ config: rooms.intake }),
  features: async ({ rooms, rules }, world) => ({
    config: rooms.features,
    rules: await openRules(rules, tellFaults('sigma', world)),
    yara: await openYaraRules(rules, world, tellFaults('yara', world)),
    shadowed: shadowCounter('features', world),
    minuteLate: () => world.metrics.count('vedette_tenant_minutes_late_total', { stage: 'features' }),
  }),
  inference: async ({ rooms, models, s3, serving }, world) => {
    const { metrics, logger } = world;
    const port = measuredModels(
      await openServing(openRegistry(models, s3), { ...serving, featureHash: FEATURE_HASH }, logger),
      metrics,
      systemClock,
    );
    const meter = openMeter(world);
    return {
      config: rooms.inference,
      model: { ...port, close: () => meter.close().finally(port.close) },
      measured: meter.measured,
      unscored: (model, rows) => metrics.count('vedette_degraded_rows_total', { stage: 'inference', model }, rows),
    };
  },
  correlation: async ({ rooms, rules }, world) => ({
    config: rooms.correlation,
    rules: await openRules(rules, tellFaults('sigma', world)),
    shadowed: shadowCounter('correlation', world),
  }),
  alerts: async ({ rooms }) => ({ config: rooms.alerts }),
  scrub: async ({ rooms, pseudonymSecret, blocklists, ...environment }, { logger }) => ({
    config: rooms.scrub,
    secret: Buffer.from(pseudonymSecret),
    blocked: (tenant) => blockedFor(blocklists, tenant),
    finders: await openFinders(environment, logger),
    pause: () => setImmediate(),
  }),
  dictionary: async ({ rooms, redis, kafka }, { logger }) => ({
    config: rooms.dictionary,
    dictionary: redisDictionaryStore({ redis, logger, namespace: kafka.namespace }),
  }),
  training: async ({ rooms }) => ({ config: rooms.training }),
  launch: async ({ rooms }) => ({ config: rooms.launch }),
};

function openMeter({ broker, codec, clock, logger }: RunnerWorld): ModelMeter {
  const { publish, close } = measurementLog(broker, codec);
  const meter = modelMeter({ clock, logger, process: randomUUID(), publish });
  return { ...meter, close: () => meter.close().finally(close) };
}

/** Rules that cannot be loaded are in force nowhere; who published them must see it. */
const tellFaults =
  (kind: 'sigma' | 'yara', { logger, metrics }: RunnerWorld): OnFaults =>
  (faults) => {
    metrics.gauge('vedette_rule_faults', { kind }, faults.length);
    for (const { rule, line, column, feature } of faults.slice(0, FAULTS_LOGGED))
      logger.error({ rule, line, column, feature }, 'a rule is left out: "vedette rules check" says why');
  };
const FAULTS_LOGGED = 20;

/** Rules that are counted by name; more would make a metric that nobody can keep. */
const SHADOWS_NAMED = 500;

function shadowCounter(stage: string, { metrics }: RunnerWorld): (rule: string) => void {
  const named = new Set<string>();
  return (rule) => {
    if (named.size < SHADOWS_NAMED) named.add(rule);
    metrics.count('vedette_shadow_hits_total', { stage, rule: named.has(rule) ? rule : 'other' });
  };
}

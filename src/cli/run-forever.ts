import { once } from 'node:events';
import { type Corrector, correctorOf } from '../detectors/dictionary/corrector.ts';
import { openWorld, stagesNamed, startStage, type World, writtenBy } from '../distributed.ts';
import type { Environment } from '../environment.ts';
import type { Logger, StateStore } from '../ports.ts';
import type { AnyStage, StageStatus } from '../runner.ts';
import { systemClock } from '../shell/clock.ts';
import { type Dictionary, dictionaryOf } from '../shell/dictionary.ts';
import { setDictionaryGauges } from '../shell/dictionary-gauges.ts';
import type { FeedbackApi } from '../shell/feedback/route.ts';
import { liveness, readiness, type StageHealth } from '../shell/health.ts';
import { type HttpServer, serveHttp } from '../shell/http.ts';
import { jsonLogger } from '../shell/logger.ts';
import { type PrometheusMetrics, prometheusMetrics } from '../shell/metrics.ts';
import { probe, type Reachable } from '../shell/probe.ts';
import { redisDictionaryStore } from '../shell/redis/dictionary-store.ts';
import { setStageGauges } from '../shell/stage-gauges.ts';
import type { TrainingApi } from '../shell/training-route.ts';
import { within } from '../shell/within.ts';
import { launch } from '../stages/launch/stage.ts';
import { scrub } from '../stages/scrub/stage.ts';
import { EXIT, explain, Failure, usageFailure } from './failure.ts';
import { type OpenApi, openApi } from './feedback/open-api.ts';
import { readerGroups } from './readers.ts';
import { REASONS } from './reasons.ts';
import { type Supervised, supervise } from './run-stages.ts';
import { openTrainingApi } from './training/open-api.ts';

/** Kubernetes kills after 30 s. */
const DRAIN_LIMIT_MS = 25_000;

/** Runs the stages until a signal, then drains. Throws when a stage or the world gives up. */
export async function runForever(names: readonly string[], environment: Environment): Promise<void> {
  const stages = named(names);
  const runsScrub = stages.some(({ name }) => name === scrub.name);
  if (runsScrub && environment.pseudonymSecret === '') throw usageFailure(NO_SECRET);
  const logger = jsonLogger(environment.logLevel);
  const metrics = prometheusMetrics(REASONS, environment.kafka.namespace?.name);
  const stop = stopSignal();
  const readers = readerGroups(stages.length === 1 ? (stages[0]?.name ?? '') : 'all');
  const world = openWorld(environment, { logger, metrics, signal: stop.signal, written: writtenBy(stages), readers });
  const running = supervise(
    stages.map((stage) => starter(stage, world, environment, stop.signal)),
    logger,
  );
  const dictionary = openDictionary(environment, logger);
  const servers = watchServers(world, environment, stop.signal);
  const api = runsScrub ? openApi(environment, world, { logger, metrics }) : null;
  const training = stages.some(({ name }) => name === launch.name) ? openTrainingApi(environment, world) : undefined;
  const http = await serve(environment, { running, servers, metrics, dictionary, feedback: api?.api, training });
  logger.info({ stages: stages.map(({ name }) => name), httpPort: http.port }, 'vedette started');
  try {
    await Promise.race([once(stop.signal, 'abort'), running.failed]);
    logger.info({}, 'draining');
  } catch (cause) {
    if (stop.signal.aborted) return;
    logger.error({ cause: explain(cause).text }, 'a stage has failed, stopping');
    throw cause;
  } finally {
    await drain({ running, world, http, dictionary, api });
  }
  logger.info({}, 'drained');
}

function named(names: readonly string[]): readonly AnyStage[] {
  try {
    return stagesNamed(names);
  } catch (error) {
    throw usageFailure((error as Error).message);
  }
}

const NO_SECRET =
  'scrub makes pseudonyms: set VEDETTE_PSEUDONYM_SECRET, or VEDETTE_PSEUDONYM_SECRET_FILE, once and for good, such as to what "openssl rand -hex 32" prints; or name the other stages';

const starter = (stage: AnyStage, world: Promise<World>, environment: Environment, signal: AbortSignal) => ({
  name: stage.name,
  start: async () => startStage(stage, await world, environment, signal),
});

function stopSignal(): AbortController {
  const stop = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  return stop;
}

/** Asks the store now and then: a stage that has nothing to save would not notice that it is gone. */
function watchServers(world: Promise<World>, { stallMs }: Environment, signal: AbortSignal): readonly Reachable[] {
  const servers: Reachable[] = [];
  const ask = (store: StateStore) => () => store.load('probe', 0, ['probe']);
  const everyMs = Math.min(5000, stallMs / 3);
  world.then(
    ({ store }) => servers.push(probe('the state store', ask(store), { clock: systemClock, everyMs, signal })),
    // that the world did not open is told by the stages
    () => {},
  );
  return servers;
}

function openDictionary({ redis, kafka: { namespace } }: Environment, logger: Logger): Dictionary<Corrector> {
  const store = redisDictionaryStore({ redis, logger, namespace });
  return dictionaryOf({ store, clock: systemClock, logger, compile: correctorOf });
}

interface Served {
  readonly running: Supervised;
  readonly servers: readonly Reachable[];
  readonly metrics: PrometheusMetrics;
  readonly dictionary: Dictionary<Corrector>;
  readonly feedback: FeedbackApi | undefined;
  readonly training: TrainingApi | undefined;
}

function serve(
  { httpPort, stallMs }: Environment,
  { running, servers, metrics, dictionary, feedback, training }: Served,
): Promise<HttpServer> {
  const ready = () =>
    readiness(running.health(), { now: systemClock.now(), stallMs, servers, dictionary: dictionary.version() });
  return serveHttp({
    port: httpPort,
    ...{ feedback, training },
    ready,
    live: () => liveness(running.health()),
    async metrics() {
      metrics.gauge('vedette_ready', {}, ready().ok ? 1 : 0);
      setStageGauges(metrics, running.health().flatMap(statusOf), systemClock.now());
      setDictionaryGauges(metrics, dictionary, systemClock.now());
      return { text: await metrics.text(), contentType: metrics.contentType };
    },
  });
}

const statusOf = (one: StageHealth): StageStatus[] => (one.state === 'running' ? [one.status] : []);

interface Drained {
  readonly running: Supervised;
  readonly world: Promise<World>;
  readonly http: HttpServer;
  readonly dictionary: Dictionary<Corrector>;
  readonly api: OpenApi | null;
}

async function drain({ running, world, http, dictionary, api }: Drained): Promise<void> {
  const work = async () => {
    await running.close();
    await api?.close();
    await world.then((opened) => opened.close()).catch(() => {});
    await dictionary.close();
    await http.close();
  };
  if (!(await within(DRAIN_LIMIT_MS, work(), systemClock)))
    throw new Failure(
      EXIT.world,
      `not drained after ${DRAIN_LIMIT_MS / 1000} s: the batch at hand will be repeated by the next process`,
    );
}

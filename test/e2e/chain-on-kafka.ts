import { setTimeout as sleep } from 'node:timers/promises';
import { ALERTS_RAISED, type DetectionFinding } from '../../src/domain/contracts.gen.ts';
import { readEnvironment } from '../../src/environment.ts';
import type { Broker } from '../../src/ports.ts';
import { kafkaBroker } from '../../src/shell/kafka/broker.ts';
import { quietLogger } from '../../src/shell/quiet.ts';
import { registryCodec } from '../../src/shell/schema-registry/codec.ts';
import { registryClient } from '../../src/shell/schema-registry/registry-client.ts';
import { DETECTION, type StageName } from '../../src/topology.ts';
import { type StageProcess, startStage, succeed, type Variables } from './processes.ts';

export interface Chain {
  readonly variables: Variables;
  /** Resolves when every process has joined its group. */
  joined(): Promise<void>;
  /** Kills one process of the stage without warning and starts another. */
  replace(stage: StageName): Promise<void>;
  /** Resolves when the first alert is there. */
  raised(): Promise<void>;
  /** Resolves when every stage has read and committed its input to the end. */
  settled(): Promise<void>;
  /** Every record of alerts.raised, in the order of the log. */
  alerts(): Promise<readonly DetectionFinding[]>;
  /** Drains every process; answers their exit codes. */
  close(): Promise<readonly (number | null)[]>;
}

const REPLAY = {
  VEDETTE_HTTP_PORT: '0',
  VEDETTE_TRUST_SOURCE: 'true',
  VEDETTE_INTAKE_TIME_SOURCE: 'source',
  VEDETTE_INTAKE_DEFAULT_TENANT: 'default',
  // A busy machine must not leave a model out: the scores are compared
  VEDETTE_INFERENCE_DEADLINE_MS: '600000',
};
const WITHIN_MS = 240_000;
const LOOK_EVERY_MS = 300;

/** Topics, schemas, and each instance of a stage in a process of its own, where one is given under a login of its own. */
export async function startChain(
  servers: Variables,
  instances: readonly (StageName | 'all')[],
  loginOf: (stage: StageName | 'all') => Variables = () => ({}),
): Promise<Chain> {
  const variables = { ...servers, ...REPLAY };
  await succeed(['topics', 'apply', '--replicas', '1'], variables);
  await succeed(['schemas', 'register'], variables);
  const { kafka, registry } = readEnvironment(variables);
  const broker = kafkaBroker(kafka, quietLogger);
  const codec = registryCodec(registryClient(registry));
  const start = (stage: StageName | 'all') => startStage(stage, { ...variables, ...loginOf(stage) });
  const processes: StageProcess[] = instances.map(start);

  async function replace(stage: StageName): Promise<void> {
    const index = processes.findIndex((one) => one.stage === stage);
    await processes[index]?.kill();
    processes[index] = start(stage);
  }

  async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const deadline = performance.now() + WITHIN_MS;
    while (!(await holds())) {
      const dead = processes.find(({ isAlive }) => !isAlive);
      if (dead) throw new Error(`a process of ${dead.stage} has ended: ${dead.log()}`);
      if (performance.now() > deadline) throw new Error(`not ${what} in time; ${await lags(broker)}`);
      await sleep(LOOK_EVERY_MS);
    }
  }

  const joined = () => until('joined', async () => processes.every(({ isRunning }) => isRunning));

  async function settled(): Promise<void> {
    let calm = 0;
    await until('settled', async () => {
      calm = (await isSettled(broker)) ? calm + 1 : 0;
      return calm >= 3;
    });
  }

  const raised = () =>
    until('raised', async () => (await broker.offsets(ALERTS_RAISED.name)).some(({ end }) => end > 0));

  async function alerts(): Promise<readonly DetectionFinding[]> {
    const found: DetectionFinding[] = [];
    for await (const { value } of broker.readAll(ALERTS_RAISED.name)) {
      const decoded = value ? await codec.decode(ALERTS_RAISED.name, value) : null;
      if (!decoded?.ok) throw new Error('alerts.raised holds what its schema does not read');
      found.push(decoded.value as DetectionFinding);
    }
    return found;
  }

  async function close(): Promise<readonly (number | null)[]> {
    const codes = await Promise.all(processes.map((one) => one.stop()));
    await broker.close();
    return codes;
  }

  return { variables, joined, raised, replace, settled, alerts, close };
}

/** Records that the group has yet to commit, by partition. */
async function lagOf(broker: Broker, { name, reads }: (typeof DETECTION)[number]): Promise<number> {
  const committed = await broker.committed(`vedette.${name}`, reads.name);
  const ends = await broker.offsets(reads.name);
  return ends.reduce((sum, { end }, partition) => sum + end - (committed[partition]?.offset ?? 0), 0);
}

/** In flow order: what was sent before a stage was found at its end is seen when the next one is looked at. */
async function isSettled(broker: Broker): Promise<boolean> {
  for (const stage of DETECTION) if ((await lagOf(broker, stage)) > 0) return false;
  return true;
}

async function lags(broker: Broker): Promise<string> {
  const told = [];
  for (const stage of DETECTION) told.push(`${stage.name} is ${await lagOf(broker, stage)} behind`);
  return told.join(', ');
}

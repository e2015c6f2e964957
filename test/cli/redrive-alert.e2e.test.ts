import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { redrive } from '../../src/cli/redrive.ts';
import { ALERTS_RAISED, type DetectionFinding, TELEMETRY_RAW, TOPICS } from '../../src/domain/contracts.gen.ts';
import { closePorts, localPorts } from '../../src/local-ports.ts';
import { memoryBroker } from '../../src/memory/broker.ts';
import { memoryCodec } from '../../src/memory/codec.ts';
import { memoryStateStore } from '../../src/memory/state-store.ts';
import type { Send } from '../../src/ports.ts';
import { type AnyStage, type RunningStage, runStage } from '../../src/runner.ts';
import { mergeFiles } from '../../src/source/merge.ts';
import { rawSource } from '../../src/source/raw-records.ts';
import type { DetectionPorts } from '../../src/stage-ports.ts';
import { DETECTION, HEARD_TOPICS } from '../../src/topology.ts';
import { drain, logOf, quiet, unmeasured, valuesOf, type World } from '../runner/world.ts';

const SAMPLE = join(import.meta.dirname, '../../samples/lsass-logonpasswords.jsonl.zst');
/** Half of the sample: the attacker is in and has installed a service. */
const LINES = 27_000;

/** Records of the beginning of the sample, which name no tenant, and the word that nothing more will come. */
async function telemetry(): Promise<{ lines: readonly Send[]; end: readonly Send[] }> {
  const source = rawSource({ tenant: '', format: '', partitions: 2 });
  for await (const lines of mergeFiles([SAMPLE], LINES)) {
    const sends = source.records(lines).filter(({ headers }) => headers.ce_id);
    return { lines: sends, end: source.end() };
  }
  throw new Error('the sample is empty');
}

function newWorld(): World {
  const topics = TOPICS.map(({ name, cleanup }) => ({
    name,
    partitions: cleanup === 'compact' || name.endsWith('.dlq') ? 1 : 2,
  }));
  const clock = { now: () => 0, sleep: async () => {}, advance: async () => {} };
  const broker = memoryBroker({ topics, now: clock.now, drive: 'manual' });
  return { broker, clock, codec: memoryCodec(), store: memoryStateStore(), logger: quiet, metrics: unmeasured };
}

async function run(given: World, stage: AnyStage, ports: DetectionPorts): Promise<RunningStage> {
  const options = { controlEveryMs: 0, trustSource: true, retryLimitMs: 1000, epoch: 0, heardTopics: HEARD_TOPICS };
  return runStage(stage, await stage.open(ports[stage.name as keyof DetectionPorts]), given, options);
}

const stages = DETECTION as unknown as readonly AnyStage[];
const [intake] = stages as [AnyStage];

async function feed(given: World, records: readonly Send[]): Promise<void> {
  await (await given.broker.producer()).send(records);
  await drain(given);
}

const alertIds = async (given: World) =>
  [
    ...new Set((await valuesOf<DetectionFinding>(given, ALERTS_RAISED.name)).map((alert) => alert.finding_info.uid)),
  ].sort();

describe('dead letters of an attack', () => {
  let ports: DetectionPorts;
  beforeAll(async () => {
    ports = await localPorts({ tenant: 'acme' });
  });
  afterAll(() => closePorts(ports));

  it('raise the alerts that they would have raised, once the cause is mended and they are re-driven', async () => {
    const { lines, end } = await telemetry();
    const unmended = { ...ports, intake: { config: { ...ports.intake.config, defaultTenant: '' } } };

    const sound = newWorld();
    for (const stage of stages) await run(sound, stage, ports);
    await feed(sound, lines);
    await feed(sound, end);

    const broken = newWorld();
    const wrong = await run(broken, intake, unmended);
    for (const stage of stages.slice(1)) await run(broken, stage, ports);
    await feed(broken, lines);
    expect(await logOf(broken.broker, 'intake.dlq')).toHaveLength(lines.length);
    expect(await alertIds(broken)).toEqual([]);
    await wrong.close();
    await run(broken, intake, ports);
    const done = await redrive(broken.broker, await broken.broker.producer(), {
      stage: 'intake',
      reads: TELEMETRY_RAW.name,
      from: 0,
      limit: 1e9,
    });
    await drain(broken);
    await feed(broken, end);

    expect(done).toMatchObject({ sent: lines.length, left: 0 });
    expect((await alertIds(sound)).length).toBeGreaterThan(0);
    expect(await alertIds(broken)).toEqual(await alertIds(sound));
  }, 90_000);
});

import {
  ALERTS_EVIDENCE,
  ALERTS_FLAT,
  ALERTS_RAISED,
  type DetectionFinding,
  INCIDENTS_RAISED,
  PIPELINE_LEDGER,
  type Signal,
  TELEMETRY_SIGNALS,
  TOPICS,
} from '../../src/domain/contracts.gen.ts';
import { closePorts, localPorts } from '../../src/local-ports.ts';
import { memoryBroker } from '../../src/memory/broker.ts';
import { memoryCodec } from '../../src/memory/codec.ts';
import { referenceCodec } from '../../src/memory/reference-codec.ts';
import { decoded, sink } from '../../src/memory/sink.ts';
import { memoryStateStore } from '../../src/memory/state-store.ts';
import { type AnyStage, runStage } from '../../src/runner.ts';
import { systemClock } from '../../src/shell/clock.ts';
import { quietLogger, unmeasured } from '../../src/shell/quiet.ts';
import type { DetectionPorts } from '../../src/stage-ports.ts';
import { DETECTION, HEARD_TOPICS } from '../../src/topology.ts';
import { signalKey, type Told, toldOf } from './told-apart.ts';
import type { Workload } from './workload.ts';

/** What a run without any fault makes of a workload. */
export interface Reference {
  readonly alerts: readonly Told[];
  readonly signals: ReadonlySet<string>;
}

const MAX_BATCH = 512;

/** The real stages on the memory broker, in this process. */
export async function reference(load: Workload): Promise<Reference> {
  const raised: DetectionFinding[] = [];
  const signals = new Set<string>();
  const ports = await localPorts({ tenant: '' });
  const broker = memoryBroker({
    topics: TOPICS.map(({ name, partitions, cleanup }) => ({
      name,
      partitions: sized(name, partitions, cleanup, load),
    })),
    // append times as on a real broker: events of the future are clamped
    now: systemClock.now,
    drive: 'manual',
    maxBatch: MAX_BATCH,
    trim: true,
  });
  const codec = referenceCodec(memoryCodec());
  const world = {
    broker,
    codec,
    clock: systemClock,
    store: memoryStateStore(),
    logger: quietLogger,
    metrics: unmeasured,
  };
  const options = { controlEveryMs: 0, trustSource: true, retryLimitMs: 0, epoch: 0, heardTopics: HEARD_TOPICS };
  const running = [];
  for (const stage of DETECTION as unknown as readonly AnyStage[]) {
    const room = await stage.open(ports[stage.name as keyof DetectionPorts]);
    running.push(await runStage(stage, room, world, options));
  }
  await sink(
    broker,
    ALERTS_RAISED.name,
    decoded(codec, ALERTS_RAISED, (alert) => void raised.push(alert)),
  );
  await sink(
    broker,
    TELEMETRY_SIGNALS.name,
    decoded(codec, TELEMETRY_SIGNALS, (one: Signal) => void signals.add(signalKey(one))),
  );
  for (const topic of [INCIDENTS_RAISED, PIPELINE_LEDGER, ALERTS_FLAT, ALERTS_EVIDENCE])
    await sink(broker, topic.name, () => {});
  for (const { name } of DETECTION)
    await sink(broker, `${name}.dlq`, () => {
      throw new Error(`the workload is not sound: ${name} dead-letters a record of it without any fault`);
    });
  const producer = await broker.producer();
  const failed = Promise.race(running.map((stage) => stage.failed));
  failed.catch(() => {});
  const pump = () => Promise.race([broker.pump(), failed]);
  for (const sends of load.chunks(MAX_BATCH)) {
    await producer.send(sends);
    await pump();
  }
  await producer.send(load.end());
  while (await pump());
  for (const stage of running) await stage.close();
  await closePorts(ports);
  return { alerts: toldOf(raised), signals };
}

function sized(name: string, partitions: number, cleanup: string, load: Workload): number {
  const isSingle = cleanup === 'compact' || name === PIPELINE_LEDGER.name || name.endsWith('.dlq');
  return isSingle ? partitions : load.partitions;
}

import { type FeatureRow, TELEMETRY_FEATURES, TELEMETRY_RAW, TOPICS } from '../../src/domain/contracts.gen.ts';
import { featurePorts, soundRules } from '../../src/local-ports.ts';
import { memoryBroker } from '../../src/memory/broker.ts';
import { memoryCodec } from '../../src/memory/codec.ts';
import { decoded, sink } from '../../src/memory/sink.ts';
import { memoryStateStore } from '../../src/memory/state-store.ts';
import { type AnyStage, runStage } from '../../src/runner.ts';
import { quietLogger, unmeasured } from '../../src/shell/quiet.ts';
import { DETECTION, HEARD_TOPICS } from '../../src/topology.ts';
import { type Deed, deedLine } from './telemetry.ts';

export interface DeedRow {
  readonly deed: Deed;
  readonly row: FeatureRow;
}

/** What the models see of both deeds on so many hosts of a tenant, as the stages up to the features make it. */
export async function deedRows(tenant: string, hosts: number): Promise<readonly DeedRow[]> {
  const now = Date.parse('2026-01-05T12:00:00Z');
  const rows: DeedRow[] = [];
  const topics = TOPICS.map(({ name }) => ({ name, partitions: 1 }));
  const broker = memoryBroker({ topics, now: () => now, drive: 'manual' });
  const codec = memoryCodec();
  const clock = { now: () => now, sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)) };
  const world = { broker, codec, clock, store: memoryStateStore(), logger: quietLogger, metrics: unmeasured };
  const limits = { controlEveryMs: 0, trustSource: true, retryLimitMs: 60_000, epoch: 0, heardTopics: HEARD_TOPICS };
  const ports = featurePorts(tenant, await soundRules());
  const running = [];
  for (const stage of DETECTION.slice(0, 2) as unknown as readonly AnyStage[])
    running.push(await runStage(stage, await stage.open(ports[stage.name as keyof typeof ports]), world, limits));
  await sink(
    broker,
    TELEMETRY_FEATURES.name,
    decoded(codec, TELEMETRY_FEATURES, (row) => {
      if (row.vector.length > 0) rows.push({ deed: row.event.host.startsWith('dump') ? 'dump' : 'deploy', row });
    }),
  );
  const lines = Array.from({ length: hosts }, (_, at) =>
    (['dump', 'deploy'] as const).map((deed) => deedLine(deed, `${tenant}${at}`, now)),
  ).flat();
  const producer = await broker.producer();
  const headers = { 'tenant-id': Buffer.from(tenant) };
  await producer.send(
    lines.map((line) => ({
      topic: TELEMETRY_RAW.name,
      partition: 0,
      key: Buffer.from(tenant),
      value: Buffer.from(line),
      headers,
    })),
  );
  while (await broker.pump());
  for (const stage of running) await stage.close();
  await ports.features.yara?.close();
  await broker.close();
  return rows;
}

/** The first two stages on files, for training: the same code as in the chain, so that a model sees what it will serve. */

import {
  type FeatureRow,
  TELEMETRY_EVENTS,
  TELEMETRY_FEATURES,
  TELEMETRY_RAW,
  TOPICS,
} from '../domain/contracts.gen.ts';
import { memoryBroker } from '../memory/broker.ts';
import { memoryCodec } from '../memory/codec.ts';
import { decoded, sink } from '../memory/sink.ts';
import { memoryStateStore } from '../memory/state-store.ts';
import type { Logger, Metrics } from '../ports.ts';
import { type AnyStage, runStage } from '../runner.ts';
import { mergeFiles } from '../source/merge.ts';
import { places } from '../source/places.ts';
import { rawSource } from '../source/raw-records.ts';
import type { DetectionPorts } from '../stage-ports.ts';
import { features } from '../stages/features/stage.ts';
import { intake } from '../stages/intake/stage.ts';

export interface OfflineOptions {
  readonly files: readonly string[];
  /** Empty: detected. */
  readonly format: string;
  readonly ports: Pick<DetectionPorts, 'intake' | 'features'>;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** A feature row and the "<file>:<line>" that it came from. */
export interface OfflineRow {
  readonly row: FeatureRow;
  readonly source: string;
}

const CHUNK = 1000;
const STAGES = [intake, features] as unknown as readonly AnyStage[];

/** Feature rows of files merged by event time, list after list. Same files, same rows. */
export async function* offlineFeatures(options: OfflineOptions): AsyncGenerator<readonly OfflineRow[]> {
  const { files, format, ports, logger, metrics } = options;
  let now = 0;
  const topics = TOPICS.map(({ name }) => ({ name, partitions: 1 }));
  const broker = memoryBroker({ topics, now: () => now, drive: 'manual', maxBatch: CHUNK, trim: true });
  const clock = { now: () => now, sleep: async () => {} };
  const codec = memoryCodec();
  const world = { broker, codec, clock, store: memoryStateStore(), logger, metrics };
  const heardTopics = new Set([TELEMETRY_RAW.name, TELEMETRY_EVENTS.name] as string[]);
  const limits = { controlEveryMs: 0, trustSource: true, retryLimitMs: 0, epoch: 0, heardTopics };
  const running = [];
  for (const stage of STAGES) {
    const room = await stage.open(ports[stage.name as 'intake' | 'features']);
    running.push(await runStage(stage, room, world, limits));
  }
  const place = places();
  let made: OfflineRow[] = [];
  // a row of what did not happen has no features to learn from
  const take = (row: FeatureRow) =>
    void (row.vector.length > 0 && made.push({ row, source: place.of(0, row.event.rawOffset) }));
  // The others' records are committed by their stages, or by nobody: dead letters are not looked at here
  await sink(broker, TELEMETRY_FEATURES.name, decoded(codec, TELEMETRY_FEATURES, take));
  const failed = Promise.race(running.map((stage) => stage.failed));
  failed.catch(() => {});
  const source = rawSource({ tenant: '', format, partitions: 1 });
  const producer = await broker.producer();
  for await (const lines of mergeFiles(files, CHUNK)) {
    const sends = source.records(lines);
    place.note(sends);
    now = Math.max(0, source.clock.now);
    await producer.send(sends);
    while (await Promise.race([broker.pump(), failed]));
    yield made;
    made = [];
  }
  for (const stage of running) await stage.close();
}

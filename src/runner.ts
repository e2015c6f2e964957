/** THE LOOP: drives one stage over its partitions. The only place that touches offsets; see runner/partition-loop.ts for the order of one batch. */

import { PIPELINE_LEDGER } from './domain/contracts.gen.ts';
import type { BatchHandler, Consumer } from './ports.ts';
import { FatalError, missingTopic, type RunnerOptions, type RunnerWorld, type StageWorld } from './runner/deps.ts';
import { watchedCodec, watchedProducer, watchedStore } from './runner/outages.ts';
import { PartitionLoop } from './runner/partition-loop.ts';
import type { PartitionStatus } from './runner/partition-status.ts';
import type { AnyRoom, AnyStage } from './runner/process.ts';
import { followTable, type Table } from './runner/tables.ts';
import { partitioner } from './runner/wire-key.ts';

export { FatalError, missingTopic, type RunnerOptions, type RunnerWorld } from './runner/deps.ts';
export type { AnyRoom, AnyStage } from './runner/process.ts';

export interface RunningStage {
  readonly name: string;
  /** Rejects when the stage cannot go on; the process must exit and say why. */
  readonly failed: Promise<never>;
  status(): StageStatus;
  /** Drains: stops fetching, ends the batch at hand, saves, commits, leaves the group. */
  close(): Promise<void>;
}

export interface StageStatus {
  readonly stage: string;
  readonly assignment: readonly number[];
  /** Clock time at which the broker last answered. */
  readonly brokerSeenAt: number;
  readonly partitions: readonly PartitionStatus[];
  /** Partitions that are not fetched while their batch is at work. */
  readonly paused: readonly number[];
  /** Offsets that retention took before they were read, by partition, as long as the process lives. */
  readonly skipped: ReadonlyMap<number, number>;
}

/**
 * Starts a stage: checks its topics, reads its tables, joins its consumer group.
 * Throws FatalError when a topic is missing.
 */
export async function runStage(
  stage: AnyStage,
  room: AnyRoom,
  world: RunnerWorld,
  options: RunnerOptions,
): Promise<RunningStage> {
  const stopped = new AbortController();
  const partitions = await countPartitions(stage, world);
  const tables = await openTables(stage, room, world, stopped);
  const watch = { stage: stage.name, clock: world.clock, metrics: world.metrics };
  const producer = watchedProducer(await world.broker.producer(), watch);
  const internal = stage.writes.filter((topic) => options.heardTopics.has(topic.name));
  const { store, codec } = { store: watchedStore(world.store, watch), codec: watchedCodec(world.codec, watch) };
  const shared: StageWorld = {
    ...world,
    store,
    codec,
    producer,
    tables,
    partitions,
    partitionOf: partitioner(),
    options,
    internal,
    skipped: new Map(),
  };
  const loops = new Map<number, PartitionLoop>();
  const handler = handlerOf(stage, room, shared, loops);
  const consumer = await world.broker.consume({ group: `vedette.${stage.name}`, topic: stage.reads.name, handler });
  return {
    name: stage.name,
    failed: consumer.failed,
    status: () => statusOf(stage.name, consumer, loops, shared.skipped),
    async close() {
      await consumer.close();
      stopped.abort();
      await room.close?.();
      await producer.close();
    },
  };
}

async function openTables(
  stage: AnyStage,
  { prepares }: AnyRoom,
  world: RunnerWorld,
  stopped: AbortController,
): Promise<ReadonlyMap<string, Table>> {
  const tables = new Map<string, Table>();
  try {
    for (const topic of stage.tables) {
      const prepare = topic === prepares?.table ? prepares.prepare : undefined;
      tables.set(topic.name, await followTable(topic, world, stopped.signal, prepare));
    }
    return tables;
  } catch (cause) {
    // who tries again shall not leave readers behind
    stopped.abort();
    throw cause;
  }
}

function handlerOf(stage: AnyStage, room: AnyRoom, world: StageWorld, loops: Map<number, PartitionLoop>): BatchHandler {
  const loopOf = (partition: number): PartitionLoop => {
    const loop = loops.get(partition);
    if (!loop) throw new FatalError(`${stage.name}: a batch of partition ${partition}, which is not assigned`);
    return loop;
  };
  const moved = (change: 'assigned' | 'revoked') =>
    world.metrics.count('vedette_partitions_moved_total', { stage: stage.name, change });
  return {
    assigned(partition, control) {
      const loop = new PartitionLoop(world, stage, room, partition);
      loops.set(partition, loop);
      moved('assigned');
      return loop.assigned(control);
    },
    batch: (batch, control) => loopOf(batch.partition).batch(batch, control),
    idle: (partition, endOffset, control) => loopOf(partition).idle(endOffset, control),
    async revoked(partition) {
      loops.delete(partition);
      for (const table of world.tables.values()) table.release(partition);
      moved('revoked');
    },
  };
}

async function countPartitions(stage: AnyStage, { broker }: RunnerWorld): Promise<Map<string, number>> {
  const names = [stage.reads, ...stage.tables, ...stage.writes, PIPELINE_LEDGER].map((topic) => topic.name);
  const counts = new Map<string, number>();
  for (const name of [...names, `${stage.name}.dlq`]) {
    const count = await broker.partitions(name);
    if (count === null) throw missingTopic(name);
    counts.set(name, count);
  }
  return counts;
}

function statusOf(
  stage: string,
  consumer: Consumer,
  loops: ReadonlyMap<number, PartitionLoop>,
  skipped: ReadonlyMap<number, number>,
): StageStatus {
  const partitions = [...loops.values()].map((loop) => loop.status());
  const { lastSeen, assignment, paused } = consumer;
  return { stage, assignment: assignment(), brokerSeenAt: lastSeen(), partitions, paused: paused(), skipped };
}

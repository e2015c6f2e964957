import { memoryCodec } from '../../src/memory/codec.ts';
import { memoryStateStore } from '../../src/memory/state-store.ts';
import type { BatchHandler, Broker, PartitionControl, Send, StoredRecord } from '../../src/ports.ts';
import type { RunnerRecord } from '../../src/runner/record.ts';
import { decodeRecord } from '../../src/runner/record.ts';
import { type AnyStage, runStage } from '../../src/runner.ts';
import { HEARD_TOPICS } from '../../src/topology.ts';
import type { Activation } from './activations.ts';
import type { History } from './history.ts';
import { openRoom } from './rooms.ts';

/** What one stage makes of one partition when nothing ever fails. */
export interface Expected {
  readonly sends: readonly Send[];
  readonly record: RunnerRecord;
}

const BATCH = 500;
/** One for each use: what waits for a promise that is kept would be kept too. */
const never = () => new Promise<never>(() => {});

/** Feeds the partition's log, as it came to be, to the stage without a fault, with those records of the tables that were in force, or as many as `isSeen` leaves. */
export async function undisturbed(
  history: History,
  stage: AnyStage,
  partition: number,
  activations: readonly Activation[],
  isSeen: (record: StoredRecord) => boolean = () => true,
): Promise<Expected> {
  const { server, plan } = history;
  const log = server.log(stage.reads.name, partition);
  const sends: Send[] = [];
  const store = memoryStateStore();
  const follows = new Map<string, (records: readonly StoredRecord[]) => void>();
  let handler: BatchHandler | null = null;
  const broker = {
    producer: async () => ({ send: async (list: readonly Send[]) => void sends.push(...list), close: async () => {} }),
    consume: async (options: { handler: BatchHandler }) => {
      handler = options.handler;
      return { failed: never(), lastSeen: () => 0, assignment: () => [partition], close: async () => {} };
    },
    partitions: async (topic: string) => (server.has(topic) ? server.logs(topic).length : null),
    // no end, so that tables come into force where they did, and not behind the log as it is now
    offsets: async (topic: string) => server.logs(topic).map(({ start }) => ({ start, end: start })),
    committed: async () => server.logs(stage.reads.name).map(() => null),
    follow: async (topic: string, onRecords: (records: readonly StoredRecord[]) => void) => {
      follows.set(topic, onRecords);
      return never();
    },
  } as unknown as Broker;
  const room = await openRoom(stage, { mode: plan.mode, wait: async () => {} });
  const nothing = { info() {}, warn() {}, error() {}, count() {}, gauge() {}, observe() {} };
  const world = {
    broker,
    store,
    codec: memoryCodec(),
    logger: nothing,
    metrics: nothing,
    clock: { now: () => 0, sleep: async () => {} },
  };
  const options = {
    controlEveryMs: 1,
    trustSource: plan.mode === 'replay',
    retryLimitMs: 0,
    epoch: 0,
    heardTopics: HEARD_TOPICS,
  };
  await runStage(stage, room, world, options);
  const driven = handler as unknown as BatchHandler;
  const control: PartitionControl = {
    signal: new AbortController().signal,
    heartbeat: async () => {},
    commit: async () => {},
    seek() {},
  };
  await driven.assigned(partition, control);
  for (const [place, { offset, tables }] of activations.entries()) {
    for (const [topic, { from, to }] of Object.entries(tables))
      follows.get(topic)?.(
        server
          .log(topic, 0)
          .read(from, to - from)
          .filter(isSeen),
      );
    await drained();
    const end = activations[place + 1]?.offset ?? log.end;
    for (let at = offset; at < end; at += BATCH) {
      const records = log.read(at, BATCH, end);
      await driven.batch({ topic: stage.reads.name, partition, records, endOffset: log.end }, control);
    }
  }
  await driven.idle(partition, log.end, control);
  const saved = await store.open(`${stage.name}:${partition}:0`);
  if (!saved) throw new Error(`${stage.name}/${partition}: nothing was saved`);
  return { sends, record: decodeRecord(saved.record) };
}

const drained = () => new Promise<void>((resolve) => queueMicrotask(() => process.nextTick(resolve)));

import type { BatchHandler, Broker, Producer, Send, StoredRecord } from '../../src/ports.ts';
import type { Chaos } from './chaos.ts';
import { SimConsumer } from './consumer.ts';
import { Coordinator } from './coordinator.ts';
import type { Plan } from './plan.ts';
import type { SimProcess } from './process.ts';
import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';
import type { KafkaServer } from './server.ts';

export interface BrokerWorld {
  readonly server: KafkaServer;
  readonly process: SimProcess;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly plan: Plan;
  readonly chaos: Chaos;
  /** Furthest offset saved, by shard. */
  readonly saved: ReadonlyMap<string, number>;
  readonly onConsumer: (consumer: SimConsumer, coordinator: Coordinator) => void;
}

/** The broker port of one process. */
export function simBroker(world: BrokerWorld): Broker {
  const { server, process } = world;
  return {
    producer: async () => simProducer(world),
    async consume({ group, topic, handler }) {
      const coordinator = coordinatorOf(world, group, topic);
      await process.sleep(1);
      return join(world, coordinator, topic, handler);
    },
    partitions: (topic) => process.call('partitions', () => (server.has(topic) ? server.logs(topic).length : null)),
    offsets: (topic) => process.call('offsets', () => server.logs(topic).map(({ start, end }) => ({ start, end }))),
    committed: (group, topic) =>
      process.call('committed', () => {
        const { commits } = coordinatorOf(world, group, topic);
        return server.logs(topic).map((_, partition) => commits.get(partition) ?? null);
      }),
    readAll: (topic) => readAll(world, topic),
    follow: (topic, onRecords, signal) => follow(world, topic, onRecords, signal),
    async close() {},
  };
}

function join(world: BrokerWorld, coordinator: Coordinator, topic: string, handler: BatchHandler): SimConsumer {
  const { server, process, scheduler, random, plan } = world;
  const consumer = new SimConsumer({ server, coordinator, process, scheduler, random, plan, topic, handler });
  world.onConsumer(consumer, coordinator);
  coordinator.join(consumer);
  return consumer;
}

function coordinatorOf({ server, scheduler, random, saved }: BrokerWorld, group: string, topic: string): Coordinator {
  const name = `${group} ${topic}`;
  const known = server.coordinators.get(name);
  if (known) return known;
  const stage = group.replace('vedette.', '');
  const savedOf = (partition: number) => saved.get(`${stage}:${partition}:0`) ?? 0;
  const made = new Coordinator(name, server.logs(topic).length, savedOf, scheduler, random);
  server.coordinators.set(name, made);
  return made;
}

/** Each partition is stored by itself, at its own time, in the order of the sends; the answer comes when the last one is. */
function simProducer(world: BrokerWorld): Producer {
  const { process, chaos } = world;
  /** Of each partition, the end of the last send. */
  const tails = new Map<string, Promise<void>>();
  return {
    async send(records) {
      const lists = [...Map.groupBy(records, placeOf).values()];
      const before = lists.map(([first]) => tails.get(first ? placeOf(first) : '') ?? Promise.resolve());
      const { promise: done, resolve } = Promise.withResolvers<void>();
      for (const [first] of lists) if (first) tails.set(placeOf(first), done);
      const fate = chaos.fate('send');
      const store = () => Promise.all(lists.map((list, i) => land(world, list, before[i], fate === 'fine')));
      return process.call('send', async () => void (await store()), fate).finally(resolve);
    },
    async close() {},
  };
}

const placeOf = ({ topic, partition }: Send): string => `${topic}/${partition}`;

/** Resolves when the list is stored, or a first part of it; never when the process has died and the network with it. */
async function land(
  { server, process, scheduler, chaos }: BrokerWorld,
  list: readonly Send[],
  before: Promise<void> | undefined,
  isWhole: boolean,
): Promise<void> {
  await before;
  return new Promise((resolve) => {
    scheduler.after(chaos.latency(), `${process.name} stores ${list.length}`, () => {
      if (process.isDead && chaos.losesRequest()) return;
      const stored = isWhole && !process.isDead ? list.length : chaos.part(list.length);
      for (const record of list.slice(0, stored)) server.append(record);
      resolve();
    });
  });
}

async function* readAll({ server, process }: BrokerWorld, topic: string): AsyncGenerator<StoredRecord> {
  const ends = await process.call('offsets', () => server.logs(topic).map(({ end }) => end));
  for (const log of server.logs(topic))
    yield* await process.call('fetch', () => log.read(log.start, Number.MAX_SAFE_INTEGER, ends[log.partition]));
}

/** Reads a topic to its end and on. */
async function follow(
  { server, process, chaos }: BrokerWorld,
  topic: string,
  onRecords: (records: readonly StoredRecord[]) => void,
  signal: AbortSignal,
): Promise<void> {
  const logs = server.logs(topic);
  const next = logs.map(({ start }) => start);
  const isMore = () => logs.some(({ end }, partition) => end > (next[partition] ?? 0));
  const grown = (): Promise<void> =>
    new Promise((resolve) => {
      if (isMore() || signal.aborted) return resolve();
      for (const log of logs) server.onAppend(log, resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
      return undefined;
    });
  while (!signal.aborted) {
    const lists = await process.call('fetch', async () => {
      await grown();
      return logs.map((log) => log.read(next[log.partition] ?? 0, Number.MAX_SAFE_INTEGER));
    });
    const lag = chaos.readerLag();
    if (lag > 0) await process.sleep(lag, signal);
    if (signal.aborted) return;
    for (const [partition, records] of lists.entries()) {
      next[partition] = (records.at(-1)?.offset ?? (next[partition] ?? 0) - 1) + 1;
      if (records.length > 0) onRecords(records);
    }
  }
}

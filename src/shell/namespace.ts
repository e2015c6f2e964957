import type { BatchHandler, Broker, StateStore } from '../ports.ts';
import { FatalError } from '../runner.ts';

/**
 * A chain beside the live one, on the same servers: topics, consumer groups and states of its own under one prefix.
 * What it shares with the live chain it only reads.
 */
export interface Namespace {
  readonly name: string;
  /** Topics without a prefix. */
  readonly shares: ReadonlySet<string>;
}

/** The name of a topic on the broker; null: the live chain. */
export const topicIn = (namespace: Namespace | null | undefined, topic: string): string =>
  !namespace || namespace.shares.has(topic) ? topic : `${namespace.name}.${topic}`;

export const groupIn = (namespace: Namespace | null | undefined, group: string): string =>
  namespace ? `${namespace.name}.${group}` : group;

/** The broker as a chain in the namespace sees it: under the names that the program knows. */
export function namespacedBroker(broker: Broker, namespace: Namespace): Broker {
  const named = (topic: string) => topicIn(namespace, topic);
  const own = (topic: string): string => {
    if (namespace.shares.has(topic))
      throw new FatalError(
        `${topic} is shared with the live chain, and the namespace ${namespace.name} only reads it: take it out of VEDETTE_NAMESPACE_SHARES to write one of its own`,
      );
    return named(topic);
  };
  return {
    async producer() {
      const producer = await broker.producer();
      return {
        send: async (records) => producer.send(records.map((record) => ({ ...record, topic: own(record.topic) }))),
        close: () => producer.close(),
      };
    },
    consume: ({ group, topic, handler }) =>
      broker.consume({ group: groupIn(namespace, group), topic: named(topic), handler: underName(topic, handler) }),
    partitions: (topic) => broker.partitions(named(topic)),
    offsets: (topic) => broker.offsets(named(topic)),
    committed: (group, topic) => broker.committed(groupIn(namespace, group), named(topic)),
    readAll: (topic) => broker.readAll(named(topic)),
    follow: (topic, onRecords, signal) => broker.follow(named(topic), onRecords, signal),
    close: () => broker.close(),
  };
}

const underName = (topic: string, handler: BatchHandler): BatchHandler => ({
  assigned: (partition, control) => handler.assigned(partition, control),
  batch: (batch, control) => handler.batch({ ...batch, topic }, control),
  idle: (partition, endOffset, control) => handler.idle(partition, endOffset, control),
  revoked: (partition) => handler.revoked(partition),
});

/** The store as a chain in the namespace sees it. */
export function namespacedStore(store: StateStore, { name }: Namespace): StateStore {
  const own = (shard: string) => `${name}/${shard}`;
  return {
    open: (shard) => store.open(own(shard)),
    load: (shard, version, keys) => store.load(own(shard), version, keys),
    save: (shard, version, change) => store.save(own(shard), version, change),
    close: () => store.close(),
  };
}

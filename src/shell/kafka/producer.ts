import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka, Producer as KafkaJsProducer } from 'kafkajs';
import type { Logger, Producer, Send } from '../../ports.ts';
import { batchingProducer } from './batching-producer.ts';
import { isHopeless, portError } from './errors.ts';
import { produceOnce } from './produce-request.ts';

/** An outage of a broker, its restart included, is usually over by then. */
const GIVE_UP_AFTER_MS = 30_000;
const MAX_BACKOFF_MS = 2000;

export type ProducerConnection = Pick<KafkaJsProducer, 'connect' | 'disconnect' | 'sendBatch'>;

/** A plain producer, acks from all in-sync replicas: repeats can happen and are harmless, losses and changed order cannot. */
export function kafkaProducer(client: Kafka, logger: Logger): Producer {
  return repeatingProducer(() => client.producer(PRODUCER_SETTINGS), logger, GIVE_UP_AFTER_MS);
}

/** What the library is told; never its own defaults. */
export const PRODUCER_SETTINGS = {
  allowAutoTopicCreation: false,
  createPartitioner: () => choosePartition,
  // above 1 the order of a partition could change when a request is lost
  maxInFlightRequests: 1,
};

/** The partition was chosen by who sends. */
function choosePartition({ message }: { message: { partition?: number } }): number {
  if (message.partition === undefined) throw new Error('a record without a partition');
  return message.partition;
}

/** Repeats whole requests, each repetition after the first over a new connection. */
export function repeatingProducer(
  connection: () => ProducerConnection,
  logger: Logger,
  giveUpAfterMs: number,
): Producer {
  let current: ProducerConnection | null = null;

  async function attempt(records: readonly Send[]): Promise<void> {
    if (!current) {
      const fresh = connection();
      await fresh.connect();
      current = fresh;
    }
    await produceOnce(current, records);
  }

  async function disconnect(): Promise<void> {
    const old = current;
    current = null;
    await old?.disconnect().catch(() => {});
  }

  async function produce(records: readonly Send[]): Promise<void> {
    const startedAt = performance.now();
    for (let backoffMs = 100; ; backoffMs = Math.min(2 * backoffMs, MAX_BACKOFF_MS)) {
      try {
        return await attempt(records);
      } catch (cause) {
        await disconnect();
        if (isHopeless(cause) || performance.now() - startedAt + backoffMs > giveUpAfterMs)
          throw portError(cause, 'produce');
        logger.warn({ error: (cause as Error).message, records: records.length }, 'produce failed, trying again');
        await sleep(backoffMs);
      }
    }
  }

  return batchingProducer(produce, disconnect);
}

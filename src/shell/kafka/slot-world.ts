import type { Consumer } from 'kafkajs';
import type { BatchHandler, Logger } from '../../ports.ts';
import { RetriableError } from '../../stage.ts';
import { portError } from './errors.ts';
import type { LogReader } from './log-reader.ts';
import type { SlotWorld } from './partition-slot.ts';

const BACKOFF_MS = 1000;

export interface ConsumerWorld {
  readonly consumer: Consumer;
  readonly group: string;
  readonly topic: string;
  readonly handler: BatchHandler;
  readonly log: LogReader;
  readonly logger: Logger;
  fatal(cause: unknown): void;
}

/** What slots need of the library's consumer. */
export function slotWorlds({ consumer, group, topic, handler, log, logger, fatal }: ConsumerWorld) {
  const commit = confirmedCommit(consumer, topic);
  return (isCurrent: () => boolean): SlotWorld => ({
    ...{ topic, handler, logger, fatal, backoffMs: BACKOFF_MS },
    // while the library stops or starts over these throw; the next generation begins with a seek of its own
    pause: (partition) => attempt(() => consumer.pause([{ topic, partitions: [partition] }])),
    resume: (partition) => attempt(() => isCurrent() && consumer.resume([{ topic, partitions: [partition] }])),
    seek: (partition, offset) =>
      attempt(() => isCurrent() && consumer.seek({ topic, partition, offset: String(offset) })),
    async commit(partition, offset, metadata) {
      if (!isCurrent()) throw new RetriableError(`${topic}/${partition} is no longer assigned`);
      await commit(partition, offset, metadata);
    },
    committed: async (partition) => (await log.committed(group, topic))[partition]?.offset ?? null,
    range: async (partition) => (await log.offsets(topic))[partition] ?? { start: 0, end: 0 },
  });
}

/** A stopping consumer of the library says that it has committed when it has not: only its event counts. */
function confirmedCommit(consumer: Consumer, topic: string): SlotWorld['commit'] {
  const confirmed = new Map<number, number>();
  consumer.on(consumer.events.COMMIT_OFFSETS, ({ payload }) => {
    for (const { partitions } of payload.topics)
      for (const { partition, offset } of partitions) confirmed.set(partition, Number(offset));
  });
  return async (partition, offset, metadata) => {
    confirmed.delete(partition);
    try {
      await consumer.commitOffsets([{ topic, partition, offset: String(offset), metadata }]);
    } catch (cause) {
      throw portError(cause, 'commit');
    }
    if (confirmed.get(partition) !== offset) throw new RetriableError(`${topic}/${partition}: nothing was committed`);
  };
}

/** For requests to the library that it refuses while it does not run. */
export function attempt(request: () => unknown): void {
  try {
    request();
  } catch {}
}

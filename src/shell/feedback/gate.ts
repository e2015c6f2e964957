import { FEEDBACK_SUBMITTED, type Feedback } from '../../domain/contracts.gen.ts';
import type { Broker, Codec, Producer, Send } from '../../ports.ts';
import { keyText, partitioner } from '../../runner/wire-key.ts';
import { missingTopic } from '../../runner.ts';
import { RetriableError } from '../../stage.ts';

/** Where feedback is submitted. */
export interface FeedbackGate {
  /** Resolves when every in-sync replica has stored all of it. Throws RetriableError where it cannot be known to be. */
  submit(feedback: readonly Feedback[]): Promise<void>;
  close(): Promise<void>;
}

/** While Kafka is away, what was submitted waits, also for those who no longer do: more would fill the memory. */
const MOST_WAITING = 32;

/** The topic of submitted feedback. It connects when there is something to submit. */
export function feedbackGate(broker: Broker, codec: Codec): FeedbackGate {
  const partitionOf = partitioner();
  let opened: Promise<{ producer: Producer; partitions: number }> | null = null;
  let waiting = 0;

  async function open() {
    const partitions = await broker.partitions(FEEDBACK_SUBMITTED.name);
    if (partitions === null) throw missingTopic(FEEDBACK_SUBMITTED.name);
    return { producer: await broker.producer(), partitions };
  }

  async function send(feedback: readonly Feedback[]): Promise<void> {
    opened ??= open();
    const { producer, partitions } = await opened.catch((cause) => {
      opened = null;
      throw cause;
    });
    await producer.send(feedback.map((one) => sendOf(one, codec, (key) => partitionOf(key, partitions))));
  }

  return {
    async submit(feedback) {
      if (waiting >= MOST_WAITING) throw new RetriableError(`${MOST_WAITING} submissions wait for Kafka`);
      waiting += 1;
      await send(feedback).finally(() => {
        waiting -= 1;
      });
    },
    close: async () => (await opened?.catch(() => null))?.producer.close(),
  };
}

/** What one author says lies on one partition, in order. */
function sendOf(feedback: Feedback, codec: Codec, partitionOf: (key: string) => number): Send {
  const key = keyText({ tenant: feedback.tenant, id: feedback.author });
  return {
    topic: FEEDBACK_SUBMITTED.name,
    partition: partitionOf(key),
    key: Buffer.from(key),
    value: codec.encode(FEEDBACK_SUBMITTED.name, feedback),
    headers: { 'tenant-id': Buffer.from(feedback.tenant), ce_id: Buffer.from(feedback.id) },
  };
}

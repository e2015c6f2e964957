import type { Broker, Producer, Send } from '../ports.ts';
import { missingTopic } from '../runner.ts';
import { type DeadLetter, readDeadLetter, redriven } from './dead-letters.ts';

export interface Choice {
  readonly stage: string;
  /** Topic that the stage reads. */
  readonly reads: string;
  /** Only letters of this reason; absent: all. */
  readonly reason?: string;
  /** Only letters from this offset of the dead-letter topic on. */
  readonly from: number;
  readonly limit: number;
}

export interface Redriven {
  readonly sent: number;
  /** Letters that cannot go back, by why. */
  readonly left: number;
  /** Offset of the dead-letter topic after the last one looked at. */
  readonly next: number;
}

const AT_ONCE = 500;

/** Every dead letter of the choice, in the order of the dead-letter topic. */
export async function* chosen(
  broker: Broker,
  { stage, reason, from, limit }: Omit<Choice, 'reads'>,
): AsyncGenerator<DeadLetter> {
  let count = 0;
  if ((await broker.partitions(`${stage}.dlq`)) === null) throw missingTopic(`${stage}.dlq`);
  for await (const record of broker.readAll(`${stage}.dlq`)) {
    if (record.offset < from) continue;
    const letter = readDeadLetter(stage, record);
    if (reason !== undefined && letter.reason !== reason) continue;
    if (count >= limit) return;
    count += 1;
    yield letter;
  }
}

/** Sends the chosen letters back to where they came from; `send` null: only counts. */
export async function redrive(broker: Broker, producer: Producer | null, choice: Choice): Promise<Redriven> {
  const partitions = (await broker.partitions(choice.reads)) ?? 0;
  let waiting: Send[] = [];
  let [sent, left, next] = [0, 0, choice.from];
  const flush = async () => {
    if (producer && waiting.length > 0) await producer.send(waiting);
    waiting = [];
  };
  for await (const letter of chosen(broker, choice)) {
    const send = redriven(letter, choice.reads, partitions);
    next = letter.record.offset + 1;
    if (send === null) {
      left += 1;
      continue;
    }
    sent += 1;
    waiting.push(send);
    if (waiting.length >= AT_ONCE) await flush();
  }
  await flush();
  return { sent, left, next };
}

import { memoryCodec } from '../../src/memory/codec.ts';
import type { StoredRecord } from '../../src/ports.ts';
import type { History } from './history.ts';

const codec = memoryCodec();

/** One record of an internal or public topic as the log has it, repeats and all. */
export interface Told {
  readonly topic: string;
  readonly record: StoredRecord;
  /** `<stage>/<partition>`. */
  readonly sender: string;
  readonly offset: number;
  readonly index: number;
  readonly origin: string;
}

export const textOf = (bytes: Uint8Array | null | undefined): string => Buffer.from(bytes ?? []).toString();

export function readValue<T>(topic: string, record: StoredRecord): T {
  const answer = codec.decode(topic, record.value ?? Buffer.alloc(0));
  if (answer instanceof Promise || !answer.ok) throw new Error(`${topic}@${record.offset} cannot be read`);
  return answer.value as T;
}

/** What the stages told each topic, partition by partition in the order of the log. */
export function toldOn(history: History, topic: string): readonly Told[] {
  return history.server.all(topic).flatMap((record) => {
    const origin = textOf(record.headers['vedette-origin']);
    const match = /^([a-z.]+\/\d+)\/(\d+)\/(\d+)$/.exec(origin);
    if (!match) return [];
    const [, sender = '', offset, index] = match;
    return [{ topic, record, sender, offset: Number(offset), index: Number(index), origin }];
  });
}

/** The first of each origin: what a reader that takes repeats out has read. */
export function distinct(told: readonly Told[]): readonly Told[] {
  const seen = new Set<string>();
  return told.filter(({ origin }) => !seen.has(origin) && seen.add(origin));
}

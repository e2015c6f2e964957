import type { Send, StoredRecord } from '../ports.ts';
import { ORIGIN_HEADER } from '../runner/decode.ts';
import { originText } from '../runner/origin.ts';

/** Where a dead letter came from and why, as the runner wrote it into the headers. */
export interface DeadLetter {
  readonly stage: string;
  readonly reason: string;
  readonly sourceTopic: string;
  /** -1 where the headers do not say. */
  readonly sourcePartition: number;
  readonly sourceOffset: number;
  readonly record: StoredRecord;
}

const REASON = 'dlq.reason-code';
const FACTS = '__connect.errors.';
const WAS = 'vedette-origin-was';
const OURS = [REASON, 'vedette-dead-letter', ORIGIN_HEADER, WAS];

/** Reads the facts off a record of `<stage>.dlq`. */
export function readDeadLetter(stage: string, record: StoredRecord): DeadLetter {
  const text = (name: string) => Buffer.from(record.headers[name] ?? []).toString();
  const number = (name: string) => {
    const said = /^\d{1,16}$/.test(text(name)) ? Number(text(name)) : -1;
    return Number.isSafeInteger(said) ? said : -1;
  };
  return {
    stage,
    reason: text(REASON),
    sourceTopic: text(`${FACTS}topic`),
    sourcePartition: number(`${FACTS}partition`),
    sourceOffset: number(`${FACTS}offset`),
    record,
  };
}

/**
 * The record as it first came, for the topic it came from. Its new origin is the dead-letter topic with the reason:
 * each reason rises on its own, so that what is re-driven later is not taken for a repeat of what was re-driven before.
 * What was re-driven twice is one. null where it cannot go back: another topic, no such partition.
 */
export function redriven(letter: DeadLetter, reads: string, partitions: number): Send | null {
  const { record, sourceTopic, sourcePartition } = letter;
  if (sourceTopic !== reads || sourcePartition < 0 || sourcePartition >= partitions) return null;
  const kept = Object.entries(record.headers).filter(([name]) => !name.startsWith(FACTS) && !OURS.includes(name));
  const was = record.headers[WAS] ?? record.headers[ORIGIN_HEADER];
  const origin = originText(`${letter.stage}.dlq${suffix(letter.reason)}/${record.partition}`, record.offset, 0);
  const headers = { ...Object.fromEntries(kept), [ORIGIN_HEADER]: Buffer.from(origin), ...(was && { [WAS]: was }) };
  return { topic: reads, partition: sourcePartition, key: record.key, value: record.value, headers };
}

/** An origin is made of small letters and dots. */
const suffix = (reason: string): string => {
  const words = reason
    .toLowerCase()
    .split(/[^a-z]/)
    .filter(Boolean);
  return words.length === 0 ? '' : `.${words.join('.').slice(0, 40).replace(/\.$/, '')}`;
};

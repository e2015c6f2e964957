import type { Send, StoredRecord } from '../ports.ts';

/** The name and message of what was thrown, bounded; never a value that a stranger wrote. */
const className = (cause: unknown): string => (cause instanceof Error ? cause.name : 'none');

/**
 * The record as it came, key and value untouched, with Kafka Connect's facts about the failure beside its own headers.
 * The message names the reason code alone: texts of exceptions can quote the record.
 */
export function deadLetterRecord(
  stage: string,
  topic: string,
  record: StoredRecord,
  reason: string,
  cause: unknown,
): Send {
  const facts = {
    '__connect.errors.topic': topic,
    '__connect.errors.partition': String(record.partition),
    '__connect.errors.offset': String(record.offset),
    '__connect.errors.connector.name': `vedette.${stage}`,
    '__connect.errors.task.id': String(record.partition),
    '__connect.errors.stage': 'TRANSFORMATION',
    '__connect.errors.class.name': `vedette.stages.${stage}`,
    '__connect.errors.exception.class.name': className(cause),
    '__connect.errors.exception.message': reason,
    'dlq.reason-code': reason,
  };
  const headers = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, Buffer.from(value)]));
  return {
    topic: `${stage}.dlq`,
    partition: 0,
    key: record.key,
    value: record.value,
    headers: { ...record.headers, ...headers },
  };
}

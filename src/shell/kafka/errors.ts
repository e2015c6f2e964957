import { RetriableError } from '../../stage.ts';

/** What no repetition mends: the record, the rights or the configuration are wrong. */
const HOPELESS: ReadonlySet<string> = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'CORRUPT_MESSAGE',
  'INVALID_TIMESTAMP',
  'INVALID_TOPIC_EXCEPTION',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
  'POLICY_VIOLATION',
]);

const HOPELESS_NAMES: ReadonlySet<string> = new Set(['KafkaJSSASLAuthenticationError', 'UnreadableBatchError']);

/** True for errors of the library that stay however often it is tried. */
export function isHopeless(error: unknown): boolean {
  return causes(error).some(({ name = '', type = '' }) => HOPELESS_NAMES.has(name) || HOPELESS.has(type));
}

/** The library's error as the port promises it: retriable unless hopeless. */
export function portError(error: unknown, doing: string): Error {
  if (error instanceof RetriableError) return error;
  const message = `Kafka: ${doing} failed: ${error instanceof Error ? error.message : String(error)}`;
  return isHopeless(error) ? new Error(message, { cause: error }) : new RetriableError(message, { cause: error });
}

interface KafkaJsError {
  readonly name?: string;
  readonly type?: string;
  readonly cause?: unknown;
}

function causes(error: unknown): readonly KafkaJsError[] {
  const chain: KafkaJsError[] = [];
  for (let at = error as KafkaJsError | null | undefined; at && chain.length < 10; at = at.cause as KafkaJsError)
    chain.push(at);
  return chain;
}

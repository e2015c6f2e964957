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

const HOPELESS_NAMES: ReadonlySet<string> = new Set([
  'KafkaJSSASLAuthenticationError',
  'LoginRefused',
  'UnreadableBatchError',
]);

/** The certificate of the other side is not one that we trust, or ours is not one at all. */
const CERTIFICATE = /^(CERT_|ERR_TLS_|ERR_OSSL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET_ISSUER|VERIFY|DECODE))/;

/** True for errors of the library that stay however often it is tried. */
export function isHopeless(error: unknown): boolean {
  return causes(error).some(
    ({ name = '', type = '', code = '' }) => HOPELESS_NAMES.has(name) || HOPELESS.has(type) || CERTIFICATE.test(code),
  );
}

/** The broker refuses, for good: who asks has not the rights, or the question is wrong. */
export class KafkaRefusal extends Error {
  override readonly name = 'KafkaRefusal';
}

/** The library's error as the port promises it: retriable unless hopeless. */
export function portError(error: unknown, doing: string): Error {
  if (error instanceof RetriableError) return error;
  const message = `Kafka: ${doing} failed: ${messageOf(error)}`;
  return isHopeless(error)
    ? new KafkaRefusal(message, { cause: error })
    : new RetriableError(message, { cause: error });
}

/** Says what the library leaves out: the parts of an error of many, and one reason for a group that it cannot find. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { errors = [] } = error as KafkaJsError;
  if (errors.length > 0) return [...new Set(errors.map(messageOf))].join('; ');
  const isGroupLost = error.name === 'KafkaJSGroupCoordinatorNotFound';
  return isGroupLost ? `${error.message} (if this stays: may this principal read the group?)` : error.message;
}

interface KafkaJsError {
  readonly name?: string;
  readonly type?: string;
  readonly code?: string;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

/** The error, what caused it, and so on; an error of many is its first. */
function causes(error: unknown): readonly KafkaJsError[] {
  const chain: KafkaJsError[] = [];
  for (let at = error as KafkaJsError | null | undefined; at && chain.length < 10; ) {
    chain.push(at);
    at = (at.errors?.[0] ?? at.cause) as KafkaJsError | undefined;
  }
  return chain;
}

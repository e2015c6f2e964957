import kafkajs, { type Kafka, type KafkaConfig as KafkaJsConfig, type RetryOptions } from 'kafkajs';
import type { Logger } from '../../ports.ts';
import type { Namespace } from '../namespace.ts';
import type { TlsFiles } from '../tls.ts';
import { registerCodecs } from './codecs.ts';
import { logCreator } from './log.ts';
import { oauthBearer } from './oauth-bearer.ts';
import { type TokenSource, tokens } from './oauth-tokens.ts';
import { silenceNegativeTimeouts } from './warnings.ts';

export interface KafkaConfig {
  readonly brokers: readonly string[];
  readonly clientId: string;
  /** true: TLS with the authorities of Node; files: with those given. */
  readonly ssl?: boolean | TlsFiles;
  readonly sasl?: Sasl;
  /** After so long without a heartbeat the group takes a consumer's partitions away. */
  readonly sessionTimeoutMs?: number;
  /** Absent: the live chain. */
  readonly namespace?: Namespace;
}

export type Sasl =
  | {
      readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
      readonly username: string;
      readonly password: string;
    }
  | { readonly mechanism: 'oauthbearer'; readonly token: TokenSource };

/** Every value is given: the library takes other defaults when NODE_ENV is "test". */
export const PATIENT: RetryOptions = {
  initialRetryTime: 100,
  maxRetryTime: 2000,
  factor: 0.2,
  multiplier: 2,
  retries: 8,
};

/** The library fails at once and the caller repeats the whole of what it asked. */
export const AT_ONCE: RetryOptions = { ...PATIENT, retries: 0 };

/** The library logs in anew this long before the broker would end the session, if it sends something then. */
export const REAUTHENTICATE_BEFORE_MS = 10_000;

/** A client of the cluster; producers and consumers take one each, as its retries are fixed here. */
export function kafkaClient(config: KafkaConfig, logger: Logger, retry: RetryOptions): Kafka {
  registerCodecs();
  silenceNegativeTimeouts();
  const { brokers, clientId, ssl, sasl } = config;
  const login = sasl && saslOptions(sasl);
  return new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    ...(ssl && { ssl }),
    ...(login && { sasl: login }),
    reauthenticationThreshold: REAUTHENTICATE_BEFORE_MS,
    connectionTimeout: 3000,
    requestTimeout: 30_000,
    retry,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: logCreator(logger),
  });
}

/** A copy: the library keeps what it has made of it on the object itself, and the configuration is frozen. */
function saslOptions(sasl: Sasl): NonNullable<KafkaJsConfig['sasl']> {
  if (sasl.mechanism !== 'oauthbearer') return { ...sasl } as NonNullable<KafkaJsConfig['sasl']>;
  return { mechanism: 'oauthbearer', authenticationProvider: oauthBearer(tokens(sasl.token)) };
}

import kafkajs, { type Kafka, type KafkaConfig as KafkaJsConfig, type RetryOptions } from 'kafkajs';
import type { Logger } from '../../ports.ts';
import { registerCodecs } from './codecs.ts';
import { logCreator } from './log.ts';
import { silenceNegativeTimeouts } from './warnings.ts';

export interface KafkaConfig {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl?: boolean;
  readonly sasl?: Sasl;
  /** After so long without a heartbeat the group takes a consumer's partitions away. */
  readonly sessionTimeoutMs?: number;
}

export interface Sasl {
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
}

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

/** A client of the cluster; producers and consumers take one each, as its retries are fixed here. */
export function kafkaClient(config: KafkaConfig, logger: Logger, retry: RetryOptions): Kafka {
  registerCodecs();
  silenceNegativeTimeouts();
  const { brokers, clientId, ssl, sasl } = config;
  return new kafkajs.Kafka({
    brokers: [...brokers],
    clientId,
    ...(ssl === undefined ? {} : { ssl }),
    ...(sasl === undefined ? {} : { sasl: sasl as NonNullable<KafkaJsConfig['sasl']> }),
    connectionTimeout: 3000,
    requestTimeout: 30_000,
    retry,
    logLevel: kafkajs.logLevel.WARN,
    logCreator: logCreator(logger),
  });
}

import { join } from 'node:path';
import { z } from 'zod';
import { MAX_EPOCH } from '../runner/origin.ts';

/** One variable of the environment that is not a knob of a stage. */
export interface Variable {
  readonly about: string;
  /** The text that stands for it where it is not set. */
  readonly fallback: string;
  /** From text to value. */
  readonly schema: z.ZodType<unknown, string>;
  readonly isSecret?: true;
}

const number = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min).max(max));
const yes = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true');
const url = (...protocols: string[]) =>
  z.string().refine((text) => protocols.includes(URL.parse(text)?.protocol ?? ''), {
    message: `must be a URL with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
  });
const brokers = z
  .string()
  .transform((text) => text.split(',').map((broker) => broker.trim()))
  .pipe(
    z.array(z.string().regex(/^[\w.-]{1,253}:\d{1,5}$|^\[[\da-f:]{2,45}\]:\d{1,5}$/i, 'must be host:port,host:port')),
  );

const DAY_MS = 86_400_000;
const MECHANISMS = ['', 'plain', 'scram-sha-256', 'scram-sha-512'] as const;

/** Every variable the program reads, apart from the knobs of the stages. */
export const VARIABLES = {
  KAFKA_BROKERS: {
    about: 'Brokers to begin with, host:port, separated by commas.',
    fallback: '127.0.0.1:9092',
    schema: brokers,
  },
  KAFKA_CLIENT_ID: {
    about: 'Name of this client in the logs of the broker.',
    fallback: 'vedette',
    schema: z.string().max(255),
  },
  KAFKA_SESSION_TIMEOUT_MS: {
    about: 'After so long without a heartbeat another process takes the partitions over; the broker sets the bounds.',
    fallback: '10000',
    schema: number(6_000, 300_000),
  },
  KAFKA_SSL: { about: 'true: TLS to the brokers.', fallback: 'false', schema: yes },
  KAFKA_SASL_MECHANISM: {
    about: 'plain, scram-sha-256 or scram-sha-512; empty: no login.',
    fallback: '',
    schema: z.enum(MECHANISMS, 'must be plain, scram-sha-256 or scram-sha-512'),
  },
  KAFKA_USERNAME: { about: 'Name for SASL.', fallback: '', schema: z.string() },
  KAFKA_PASSWORD: { about: 'Password for SASL.', fallback: '', schema: z.string(), isSecret: true },
  SCHEMA_REGISTRY_URL: {
    about: 'Registry with the API of Confluent.',
    fallback: 'http://127.0.0.1:8081/apis/ccompat/v7',
    schema: url('http:', 'https:'),
  },
  SCHEMA_REGISTRY_USERNAME: { about: 'Name for the registry.', fallback: '', schema: z.string() },
  SCHEMA_REGISTRY_PASSWORD: { about: 'Password for the registry.', fallback: '', schema: z.string(), isSecret: true },
  REDIS_URL: { about: 'Store of the states.', fallback: 'redis://127.0.0.1:6379', schema: url('redis:', 'rediss:') },
  VEDETTE_HTTP_PORT: {
    about: 'Port of health and metrics; 0: any free one.',
    fallback: '8080',
    schema: number(0, 65_535),
  },
  VEDETTE_LOG_LEVEL: {
    about: 'debug, info, warn or error.',
    fallback: 'info',
    schema: z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error'),
  },
  VEDETTE_MODELS: {
    about: 'Folder of models.',
    fallback: join(import.meta.dirname, '../../models'),
    schema: z.string(),
  },
  VEDETTE_EPOCH: {
    about: 'Raised by one when a topic was recreated: states of older epochs are not read.',
    fallback: '0',
    schema: number(0, MAX_EPOCH),
  },
  VEDETTE_RETRY_LIMIT_MS: {
    about: 'How long a broken world is waited for before the process gives up.',
    fallback: '300000',
    schema: number(0, DAY_MS),
  },
  VEDETTE_CONTROL_EVERY_MS: {
    about: 'How often watermarks and ledger entries go out.',
    fallback: '1000',
    schema: number(1, 60_000),
  },
  VEDETTE_TRUST_SOURCE: {
    about: 'true: time comes from the source by control records on the raw topic (replay, backfill).',
    fallback: 'false',
    schema: yes,
  },
} as const satisfies Readonly<Record<string, Variable>>;

/** Read by the tests, the benches and the local stack: known, though no command uses them. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  VEDETTE_DATA: 'Folder of the data sets for evaluations and benches.',
  VEDETTE_DEBUG: '1: errors come with their stack traces.',
  VEDETTE_REQUIRE: 'Servers that the integration tests must find, such as kafka,registry,redis.',
  VEDETTE_STACK_DIR: 'Folder of the local stack.',
  VEDETTE_STACK_KAFKA_PORT: 'Port of the local broker.',
  VEDETTE_STACK_REGISTRY_PORT: 'Port of the local registry.',
  VEDETTE_STACK_REDIS_PORT: 'Port of the local Redis.',
};

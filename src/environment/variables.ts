import { join } from 'node:path';
import { z } from 'zod';
import { TELEMETRY_RAW } from '../domain/contracts.gen.ts';
import { MAX_EPOCH } from '../runner/origin.ts';
import { PROVIDERS } from '../shell/onnx/providers.ts';
import { GIVEN_TABLES } from '../topology.ts';
import { LEARNING_VARIABLES } from './learning-variables.ts';
import { place } from './place.ts';
import { hasLogin, url } from './urls.ts';

/** One variable of the environment that is not a knob of a stage. */
export interface Variable {
  readonly about: string;
  /** The text that stands for it where it is not set. */
  readonly fallback: string;
  /** From text to value. */
  readonly schema: z.ZodType<unknown, string>;
  /** `whole`: never shown; `login`: a URL whose login is not shown. Either may also come from the file that NAME_FILE names. */
  readonly secret?: 'whole' | 'login';
}

const number = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min).max(max));
const yes = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true');
const brokers = z
  .string()
  .transform((text) => text.split(',').map((broker) => broker.trim()))
  .pipe(
    z.array(z.string().regex(/^[\w.-]{1,253}:\d{1,5}$|^\[[\da-f:]{2,45}\]:\d{1,5}$/i, 'must be host:port,host:port')),
  );

/** Topics that no stage writes may be shared with the live chain: the raw topic and the tables. */
const SHARED_BY_DEFAULT = GIVEN_TABLES.map(({ name }) => name);
const SHAREABLE: readonly string[] = [TELEMETRY_RAW.name, ...SHARED_BY_DEFAULT];
const shares = z
  .string()
  .transform((text) => text.split(',').map((topic) => topic.trim()))
  .refine((topics) => topics.every((topic) => SHAREABLE.includes(topic)), {
    message: `must be topics that no stage writes: ${SHAREABLE.join(', ')}`,
  });

const providers = z
  .string()
  .transform((text) => (text === 'auto' ? [] : text.split(',').map((part) => part.trim())))
  .pipe(z.array(z.enum(PROVIDERS, `must be auto, or some of ${PROVIDERS.join(', ')}, in the order to try`)));

const DAY_MS = 86_400_000;
const MECHANISMS = ['', 'plain', 'scram-sha-256', 'scram-sha-512', 'oauthbearer'] as const;
const text = z.string();
const name = z.string().max(255);

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
  KAFKA_SSL_CA_FILE: {
    about:
      'PEM file of the authorities that the certificates of the brokers are checked against; empty: those of Node.',
    fallback: '',
    schema: text,
  },
  KAFKA_SSL_CERT_FILE: {
    about: 'PEM file of our certificate, where the brokers want one.',
    fallback: '',
    schema: text,
  },
  KAFKA_SSL_KEY_FILE: { about: 'PEM file of the key to our certificate.', fallback: '', schema: text },
  KAFKA_SASL_MECHANISM: {
    about: 'plain, scram-sha-256, scram-sha-512 or oauthbearer; empty: no login.',
    fallback: '',
    schema: z.enum(MECHANISMS, 'must be plain, scram-sha-256, scram-sha-512 or oauthbearer'),
  },
  KAFKA_USERNAME: { about: 'Name for plain and scram.', fallback: '', schema: text },
  KAFKA_PASSWORD: { about: 'Password for plain and scram.', fallback: '', schema: text, secret: 'whole' },
  KAFKA_OAUTH_TOKEN_URL: {
    about: 'oauthbearer: where a token is had for client id and secret (client credentials); empty: not used.',
    fallback: '',
    schema: z
      .literal('')
      .or(url('https:', 'http:'))
      .refine(
        (address) => !hasLogin(address),
        'must not hold a login: set KAFKA_OAUTH_CLIENT_ID and KAFKA_OAUTH_CLIENT_SECRET',
      ),
  },
  KAFKA_OAUTH_CLIENT_ID: { about: 'oauthbearer: our name at the token URL.', fallback: '', schema: name },
  KAFKA_OAUTH_CLIENT_SECRET: {
    about: 'oauthbearer: our secret at the token URL.',
    fallback: '',
    schema: text,
    secret: 'whole',
  },
  KAFKA_OAUTH_SCOPE: { about: 'oauthbearer: scope to ask for; empty: none.', fallback: '', schema: name },
  KAFKA_OAUTH_TOKEN_FILE: {
    about: 'oauthbearer: file with a token, read anew at each login, instead of the token URL.',
    fallback: '',
    schema: text,
  },
  SCHEMA_REGISTRY_URL: {
    about: 'Registry with the API of Confluent.',
    fallback: 'http://127.0.0.1:8081/apis/ccompat/v7',
    schema: url('http:', 'https:').refine((registry) => !hasLogin(registry), {
      message: 'must not hold a login: set SCHEMA_REGISTRY_USERNAME and SCHEMA_REGISTRY_PASSWORD',
    }),
  },
  SCHEMA_REGISTRY_USERNAME: { about: 'Name for the registry.', fallback: '', schema: text },
  SCHEMA_REGISTRY_PASSWORD: { about: 'Password for the registry.', fallback: '', schema: text, secret: 'whole' },
  REDIS_URL: {
    about: 'Store of the states; rediss:// is with TLS.',
    fallback: 'redis://127.0.0.1:6379',
    schema: url('redis:', 'rediss:'),
    secret: 'login',
  },
  REDIS_USERNAME: { about: 'Name for Redis; empty: the default user.', fallback: '', schema: text },
  REDIS_PASSWORD: {
    about: 'Password for Redis, unless REDIS_URL has it.',
    fallback: '',
    schema: text,
    secret: 'whole',
  },
  REDIS_CA_FILE: {
    about: 'PEM file of the authorities that the certificate of Redis is checked against; empty: those of Node.',
    fallback: '',
    schema: text,
  },
  REDIS_CERT_FILE: { about: 'PEM file of our certificate, where Redis wants one.', fallback: '', schema: text },
  REDIS_KEY_FILE: { about: 'PEM file of the key to our certificate.', fallback: '', schema: text },
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
    about: 'Registry of models: a folder, or s3://bucket/prefix.',
    fallback: join(import.meta.dirname, '../../models'),
    schema: place,
  },
  AWS_REGION: {
    about: 'Region of the bucket of models.',
    fallback: 'us-east-1',
    schema: z.string().regex(/^[a-z0-9-]{1,40}$/, 'must be the name of a region'),
  },
  AWS_ENDPOINT_URL_S3: {
    about: 'Where the bucket of models is, such as a MinIO; empty: at AWS, in the region.',
    fallback: '',
    schema: z
      .literal('')
      .or(url('https:', 'http:'))
      .refine((address) => !hasLogin(address), 'must not hold a login'),
  },
  AWS_ACCESS_KEY_ID: { about: 'Name of the key to the bucket of models.', fallback: '', schema: name },
  AWS_SECRET_ACCESS_KEY: { about: 'The key itself.', fallback: '', schema: text, secret: 'whole' },
  AWS_SESSION_TOKEN: { about: 'Token of a key that is lent for a while.', fallback: '', schema: text, secret: 'whole' },
  VEDETTE_MODEL_KEYS: {
    about:
      'PEM files with public keys (Ed25519), separated by commas: models signed by none of them are refused; empty: signatures are not asked for.',
    fallback: '',
    schema: text,
  },
  VEDETTE_MODEL_PRECISION: {
    about: 'fp32, fp16 or int8: the variant that is taken where a model has it, else fp32.',
    fallback: 'fp32',
    schema: z.enum(['fp32', 'fp16', 'int8'], 'must be fp32, fp16 or int8'),
  },
  VEDETTE_MODEL_PROVIDERS: {
    about:
      'What runs models, in the order to try: tensorrt, cuda, webgpu, cpu; auto: what is installed, without webgpu.',
    fallback: 'auto',
    schema: providers,
  },
  VEDETTE_REQUIRE_GPU: {
    about: '1: the process refuses to start where a model would run on the CPU.',
    fallback: '0',
    schema: z.enum(['0', '1', 'true', 'false'], 'must be 1 or 0').transform((text) => text === '1' || text === 'true'),
  },
  VEDETTE_MODEL_WORKERS: {
    about: 'Threads that run models, each with all of them open.',
    fallback: '1',
    schema: number(1, 64),
  },
  VEDETTE_MODEL_ATTEMPT_MS: {
    about: 'A thread that has not scored a batch for so long hangs: it is replaced, and the batch tried once more.',
    fallback: '1000',
    schema: number(50, 600_000),
  },
  VEDETTE_MODEL_SERVER: {
    about:
      'Server of the Open Inference Protocol v2 that runs the models, such as http://triton:8000; empty: threads of this process do.',
    fallback: '',
    schema: z
      .literal('')
      .or(url('https:', 'http:'))
      .refine((address) => !hasLogin(address), 'must not hold a login: set VEDETTE_MODEL_SERVER_TOKEN'),
  },
  VEDETTE_MODEL_SERVER_TOKEN: {
    about: 'Token for the model server, sent as bearer; empty: none.',
    fallback: '',
    schema: text,
    secret: 'whole',
  },
  VEDETTE_RULES: {
    about: 'Folder or archive of Sigma rules; what is published for the same id takes their place.',
    fallback: join(import.meta.dirname, '../../rules'),
    schema: z.string(),
  },
  ...LEARNING_VARIABLES,
  VEDETTE_EPOCH: {
    about: 'Raised by one when a topic was recreated: states of older epochs are not read.',
    fallback: '0',
    schema: number(0, MAX_EPOCH),
  },
  VEDETTE_NAMESPACE: {
    about: 'Name of a chain beside the live one, with topics, groups and states of its own; empty: the live chain.',
    fallback: '',
    schema: z.string().regex(/^([a-z][a-z0-9-]{0,31})?$/, 'must be at most 32 of a-z, 0-9 and -, a letter first'),
  },
  VEDETTE_NAMESPACE_SHARES: {
    about: 'Topics that such a chain reads from the live one; telemetry.raw.v1 among them: it replays what lies there.',
    fallback: SHARED_BY_DEFAULT.join(','),
    schema: shares,
  },
  VEDETTE_RETRY_LIMIT_MS: {
    about: 'How long a broken world is waited for before the process gives up.',
    fallback: '300000',
    schema: number(0, DAY_MS),
  },
  VEDETTE_STALL_MS: {
    about: 'After so long without progress, or without an answer of a server, the process is no longer ready.',
    fallback: '30000',
    schema: number(1000, 55_000),
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

/** Variables that may also come from a file. */
export const SECRETS: readonly string[] = Object.entries(VARIABLES as Readonly<Record<string, Variable>>).flatMap(
  ([variable, { secret }]) => (secret ? [variable] : []),
);

/** Read by the tests, the benches and the local stack: known, though no command uses them. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  VEDETTE_DATA: 'Folder of the data sets for evaluations and benches.',
  VEDETTE_DEBUG: '1: errors come with their stack traces.',
  VEDETTE_REQUIRE: 'Servers that the integration tests must find, such as kafka,registry,redis.',
  VEDETTE_STACK_DIR: 'Folder of the local stack.',
  VEDETTE_STACK_KAFKA_PORT: 'Port of the local broker.',
  VEDETTE_STACK_REGISTRY_PORT: 'Port of the local registry.',
  VEDETTE_STACK_REDIS_PORT: 'Port of the local Redis.',
  VEDETTE_STACK_SECURED: 'true: the local Kafka and Redis with TLS, logins and ACLs.',
  VEDETTE_STACK_REAUTHENTICATE_MS: 'Life of a session on the secured local Kafka; 0: without end.',
};

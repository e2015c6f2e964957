/** Configuration: every variable of the environment parsed once, all faults told at once, then frozen and passed down. */
import { readApiKeys } from './environment/api-keys.ts';
import { type Blocklists, readBlocklists } from './environment/blocklists.ts';
import { jobFaults } from './environment/job-faults.ts';
import { KNOBS, ROOMS, type RoomConfigs } from './environment/knobs.ts';
import { loginFaults } from './environment/login-faults.ts';
import { nearest } from './environment/nearest.ts';
import { pemFiles } from './environment/pem-files.ts';
import { fileVariable, withSecretFiles } from './environment/secret-files.ts';
import { modelKeys, serverFaults } from './environment/serving.ts';
import { ELSEWHERE, SECRETS, VARIABLES, type Variable } from './environment/variables.ts';
import type { ApiKey } from './shell/feedback/api-keys.ts';
import type { KafkaConfig, Sasl } from './shell/kafka/client.ts';
import type { Serving } from './shell/models/open-serving.ts';
import type { PresidioConfig } from './shell/presidio/finder.ts';
import { type ReadText, readText } from './shell/read-text.ts';
import type { RedisConfig } from './shell/redis/connection.ts';
import type { S3Login } from './shell/registry/open-registry.ts';
import type { RegistryConfig } from './shell/schema-registry/registry-client.ts';
import type { TlsFiles } from './shell/tls.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

/** Where trainings lie and run. */
export interface LearningPlace {
  /** A folder, or s3://bucket/prefix. */
  readonly store: string;
  /** Empty: that of the house. */
  readonly python: string;
  /** File of a private key; empty: nothing is signed. */
  readonly key: string;
  /** null: trainers run on this machine. */
  readonly kubernetes: KubernetesPlace | null;
}

export interface KubernetesPlace {
  readonly image: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  /** Empty: none. */
  readonly secret: string;
  /** As Kubernetes counts it. */
  readonly cpu: string;
  readonly memory: string;
  readonly gpus: number;
}

export interface Environment {
  readonly kafka: KafkaConfig;
  readonly registry: RegistryConfig;
  readonly redis: RedisConfig;
  readonly httpPort: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly models: string;
  readonly s3: S3Login;
  readonly serving: Serving;
  readonly rules: string;
  /** Empty where it is not set. */
  readonly pseudonymSecret: string;
  readonly blocklists: Blocklists;
  /** Of who may post feedback; none: nobody. */
  readonly apiKeys: readonly ApiKey[];
  readonly apiPerSecond: number;
  /** null where none is asked. */
  readonly presidio: PresidioConfig | null;
  readonly learning: LearningPlace;
  readonly epoch: number;
  readonly retryLimitMs: number;
  readonly stallMs: number;
  readonly controlEveryMs: number;
  readonly trustSource: boolean;
  readonly rooms: RoomConfigs;
}

/** What is wrong with the configuration, one line a fault. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(`the configuration is wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.faults = faults;
  }
}

type Values = { readonly [Name in keyof typeof VARIABLES]: ReturnType<(typeof VARIABLES)[Name]['schema']['parse']> };

/** Reads the files that the variables name, parses and freezes. Throws ConfigurationError with every fault at once. */
export function readEnvironment(given: Variables, read: ReadText = readText): Environment {
  const bare = withoutBlanks(given);
  const faults: string[] = unknownNames(bare);
  const variables = withSecretFiles(bare, read, faults);
  const values = readValues(variables, faults);
  faults.push(...loginFaults(variables), ...serverFaults(variables), ...jobFaults(variables));
  const kafkaTls = pemFiles(KAFKA_TLS, variables, read, faults);
  const redisTls = pemFiles(REDIS_TLS, variables, read, faults);
  const keys = modelKeys(variables, read, faults);
  const blocklists = readBlocklists(variables, read, faults);
  const apiKeys = readApiKeys(variables, read, faults);
  const rooms = readRooms(variables, faults);
  if (faults.length > 0) throw new ConfigurationError(faults);
  return deepFreeze(assemble(values, { kafkaTls, redisTls, keys, blocklists, apiKeys }, rooms));
}

const KAFKA_TLS = { ca: 'KAFKA_SSL_CA_FILE', cert: 'KAFKA_SSL_CERT_FILE', key: 'KAFKA_SSL_KEY_FILE' };
const REDIS_TLS = { ca: 'REDIS_CA_FILE', cert: 'REDIS_CERT_FILE', key: 'REDIS_KEY_FILE' };

/** Unset and empty are the same: compose files and charts write empty values. */
const withoutBlanks = (given: Variables): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(given).flatMap(([name, text]) => (text?.trim() ? [[name, text.trim()]] : [])));

const OURS = 'VEDETTE_';
/** Kubernetes sets these for every Service of the namespace that is called vedette-something. */
const isServiceLink = (name: string, text: string): boolean =>
  /_(SERVICE_HOST|SERVICE_PORT(_[A-Z_]+)?|PORT_\d+_(TCP|UDP)(_(PROTO|PORT|ADDR))?)$/.test(name) ||
  (name.endsWith('_PORT') && /^(tcp|udp):\/\//.test(text));

/** Names of every variable under our prefix and of the others we read. */
export const knownNames = (): readonly string[] => [
  ...Object.keys(VARIABLES),
  ...SECRETS.map(fileVariable),
  ...KNOBS.map(({ variable }) => variable),
  ...Object.keys(ELSEWHERE),
];

function unknownNames(variables: Readonly<Record<string, string>>): string[] {
  const known = knownNames();
  const strange = Object.keys(variables).filter((name) => name.startsWith(OURS) && !known.includes(name));
  return strange
    .filter((name) => !isServiceLink(name, variables[name] ?? ''))
    .map((name) => {
      const near = nearest(name, known);
      return `${name}: there is no such variable${near ? `; did you mean ${near}?` : '; see "vedette run --print-config"'}`;
    });
}

function readValues(variables: Readonly<Record<string, string>>, faults: string[]): Values {
  const values = Object.entries(VARIABLES as Readonly<Record<string, Variable>>).map(([name, variable]) => {
    const parsed = variable.schema.safeParse(variables[name] ?? variable.fallback);
    if (!parsed.success) faults.push(`${name}: ${parsed.error.issues[0]?.message}`);
    return [name, parsed.data];
  });
  return Object.fromEntries(values) as Values;
}

function readRooms(variables: Readonly<Record<string, string>>, faults: string[]): RoomConfigs {
  const configs = Object.entries(ROOMS).map(([room, schema]) => {
    const knobs = KNOBS.filter((knob) => knob.room === room);
    const set = knobs.flatMap(({ variable, name, read }) =>
      variables[variable] === undefined ? [] : [[name, read(variables[variable])]],
    );
    const parsed = schema.safeParse({ ...sourceTime(room, variables), ...Object.fromEntries(set) });
    for (const { path, message } of parsed.error?.issues ?? []) {
      faults.push(`${knobs.find(({ name }) => name === path[0])?.variable ?? `stage ${room}`}: ${message}`);
    }
    return [room, parsed.data];
  });
  return Object.fromEntries(configs) as RoomConfigs;
}

/** Who trusts the source for the watermark holds event times against the source too. */
const sourceTime = (room: string, variables: Readonly<Record<string, string>>): object =>
  room === 'intake' && variables.VEDETTE_TRUST_SOURCE === 'true' ? { timeSource: 'source' } : {};

interface Files {
  readonly kafkaTls: TlsFiles | null;
  readonly redisTls: TlsFiles | null;
  readonly keys: readonly string[];
  readonly blocklists: Blocklists;
  readonly apiKeys: readonly ApiKey[];
}

function assemble(
  values: Values,
  { kafkaTls, redisTls, keys, blocklists, apiKeys }: Files,
  rooms: RoomConfigs,
): Environment {
  const sasl = saslOf(values);
  const login = { username: values.SCHEMA_REGISTRY_USERNAME, password: values.SCHEMA_REGISTRY_PASSWORD };
  return {
    kafka: {
      brokers: values.KAFKA_BROKERS,
      clientId: values.KAFKA_CLIENT_ID,
      ssl: kafkaTls ?? values.KAFKA_SSL,
      sessionTimeoutMs: values.KAFKA_SESSION_TIMEOUT_MS,
      ...(sasl && { sasl }),
      ...(values.VEDETTE_NAMESPACE !== '' && {
        namespace: { name: values.VEDETTE_NAMESPACE, shares: new Set(values.VEDETTE_NAMESPACE_SHARES) },
      }),
    },
    registry: { url: values.SCHEMA_REGISTRY_URL, ...(login.username && { auth: login }) },
    redis: {
      url: values.REDIS_URL,
      ...(values.REDIS_USERNAME && { username: values.REDIS_USERNAME }),
      ...(values.REDIS_PASSWORD && { password: values.REDIS_PASSWORD }),
      ...(redisTls && { tls: redisTls }),
    },
    httpPort: values.VEDETTE_HTTP_PORT,
    logLevel: values.VEDETTE_LOG_LEVEL,
    models: values.VEDETTE_MODELS,
    s3: s3Of(values),
    serving: servingOf(values, keys),
    rules: values.VEDETTE_RULES,
    pseudonymSecret: values.VEDETTE_PSEUDONYM_SECRET,
    blocklists,
    apiKeys,
    apiPerSecond: values.VEDETTE_API_RATE,
    presidio: values.VEDETTE_PRESIDIO_URL
      ? { url: values.VEDETTE_PRESIDIO_URL, languages: values.VEDETTE_PRESIDIO_LANGUAGES }
      : null,
    learning: learningOf(values),
    epoch: values.VEDETTE_EPOCH,
    retryLimitMs: values.VEDETTE_RETRY_LIMIT_MS,
    stallMs: values.VEDETTE_STALL_MS,
    controlEveryMs: values.VEDETTE_CONTROL_EVERY_MS,
    trustSource: values.VEDETTE_TRUST_SOURCE,
    rooms,
  };
}

function saslOf(values: Values): Sasl | null {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = values;
  if (mechanism === '') return null;
  if (mechanism !== 'oauthbearer') return { mechanism, username, password };
  if (values.KAFKA_OAUTH_TOKEN_FILE) return { mechanism, token: { file: values.KAFKA_OAUTH_TOKEN_FILE } };
  const { KAFKA_OAUTH_TOKEN_URL: url, KAFKA_OAUTH_CLIENT_ID: clientId } = values;
  const client = { url, clientId, clientSecret: values.KAFKA_OAUTH_CLIENT_SECRET };
  return { mechanism, token: { ...client, scope: values.KAFKA_OAUTH_SCOPE } };
}

const learningOf = (values: Values): LearningPlace => ({
  store: values.VEDETTE_TRAINING_STORE,
  python: values.VEDETTE_TRAINER,
  key: values.VEDETTE_TRAINER_KEY,
  kubernetes:
    values.VEDETTE_JOB_RUNNER === 'local'
      ? null
      : {
          image: values.VEDETTE_JOB_IMAGE,
          namespace: values.VEDETTE_JOB_NAMESPACE,
          serviceAccount: values.VEDETTE_JOB_SERVICE_ACCOUNT,
          secret: values.VEDETTE_JOB_SECRET,
          cpu: values.VEDETTE_JOB_CPU,
          memory: values.VEDETTE_JOB_MEMORY,
          gpus: values.VEDETTE_JOB_GPUS,
        },
});

const servingOf = (values: Values, keys: readonly string[]): Serving => ({
  keys,
  precision: values.VEDETTE_MODEL_PRECISION,
  workers: values.VEDETTE_MODEL_WORKERS,
  attemptMs: values.VEDETTE_MODEL_ATTEMPT_MS,
  providers: values.VEDETTE_MODEL_PROVIDERS,
  requiresGpu: values.VEDETTE_REQUIRE_GPU,
  server: values.VEDETTE_MODEL_SERVER,
  token: values.VEDETTE_MODEL_SERVER_TOKEN,
});

const s3Of = (values: Values): S3Login => ({
  endpoint: values.AWS_ENDPOINT_URL_S3 || `https://s3.${values.AWS_REGION}.amazonaws.com`,
  region: values.AWS_REGION,
  accessKeyId: values.AWS_ACCESS_KEY_ID,
  secretAccessKey: values.AWS_SECRET_ACCESS_KEY,
  ...(values.AWS_SESSION_TOKEN && { sessionToken: values.AWS_SESSION_TOKEN }),
});

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}

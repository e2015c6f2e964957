/** Configuration: every variable of the environment parsed once, all faults told at once, then frozen and passed down. */
import { KNOBS, ROOMS, type RoomConfigs } from './environment/knobs.ts';
import { nearest } from './environment/nearest.ts';
import { ELSEWHERE, VARIABLES, type Variable } from './environment/variables.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

export interface Environment {
  readonly kafka: {
    readonly brokers: readonly string[];
    readonly clientId: string;
    readonly ssl: boolean;
    readonly sessionTimeoutMs: number;
    readonly sasl?: {
      readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
      readonly username: string;
      readonly password: string;
    };
  };
  readonly registry: { readonly url: string; readonly auth?: { readonly username: string; readonly password: string } };
  readonly redisUrl: string;
  readonly httpPort: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly models: string;
  readonly epoch: number;
  readonly retryLimitMs: number;
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

/** Parses and freezes. Throws ConfigurationError with every fault at once. */
export function readEnvironment(given: Variables): Environment {
  const variables = withoutBlanks(given);
  const faults: string[] = unknownNames(variables);
  const values = readValues(variables, faults);
  faults.push(...halfLogins(variables));
  const rooms = readRooms(variables, faults);
  if (faults.length > 0) throw new ConfigurationError(faults);
  return deepFreeze(assemble(values, rooms));
}

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

function halfLogins(variables: Readonly<Record<string, string>>): string[] {
  const together = [
    ['KAFKA_SASL_MECHANISM', 'KAFKA_USERNAME', 'KAFKA_PASSWORD'],
    ['SCHEMA_REGISTRY_USERNAME', 'SCHEMA_REGISTRY_PASSWORD'],
  ];
  return together.flatMap((names) => {
    const missing = names.filter((name) => variables[name] === undefined);
    const isHalf = missing.length > 0 && missing.length < names.length;
    return isHalf
      ? missing.map((name) => `${name}: is needed together with ${names.filter((one) => one !== name).join(' and ')}`)
      : [];
  });
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

function assemble(values: Values, rooms: RoomConfigs): Environment {
  const { KAFKA_SASL_MECHANISM: mechanism, KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = values;
  const login = { username: values.SCHEMA_REGISTRY_USERNAME, password: values.SCHEMA_REGISTRY_PASSWORD };
  return {
    kafka: {
      brokers: values.KAFKA_BROKERS,
      clientId: values.KAFKA_CLIENT_ID,
      ssl: values.KAFKA_SSL,
      sessionTimeoutMs: values.KAFKA_SESSION_TIMEOUT_MS,
      ...(mechanism !== '' && { sasl: { mechanism, username, password } }),
    },
    registry: { url: values.SCHEMA_REGISTRY_URL, ...(login.username && { auth: login }) },
    redisUrl: values.REDIS_URL,
    httpPort: values.VEDETTE_HTTP_PORT,
    logLevel: values.VEDETTE_LOG_LEVEL,
    models: values.VEDETTE_MODELS,
    epoch: values.VEDETTE_EPOCH,
    retryLimitMs: values.VEDETTE_RETRY_LIMIT_MS,
    controlEveryMs: values.VEDETTE_CONTROL_EVERY_MS,
    trustSource: values.VEDETTE_TRUST_SOURCE,
    rooms,
  };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}

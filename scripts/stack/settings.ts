import { join, resolve } from 'node:path';

/** Where the stack lives and on which loopback ports it listens. */
export interface Settings {
  /** Downloaded programs, shared by all stacks of this checkout. */
  readonly packages: string;
  /** Data, logs and pid files of this stack. */
  readonly state: string;
  readonly kafkaPort: number;
  readonly controllerPort: number;
  readonly registryPort: number;
  readonly registryHealthPort: number;
  readonly redisPort: number;
  /** Where the broker listens a second time, and where it tells the clients of that listener to connect: the other end of a proxy. */
  readonly behindProxy?: { readonly port: number; readonly advertisedPort: number };
  /** TLS, logins and rights on Kafka and Redis. */
  readonly isSecured: boolean;
  /** Secured Kafka alone: where clients log in by certificate. */
  readonly mtlsPort: number;
  /** Secured Kafka alone: a session ends unless it is renewed within; 0: never. */
  readonly reauthenticateMs: number;
}

const ROOT = join(import.meta.dirname, '../..');

/** Reads the VEDETTE_STACK_* variables; a port that is no port is an error that names its variable. */
export function settingsFrom(env: Readonly<Record<string, string | undefined>>): Settings {
  const whole = (name: string, fallback: number, [min, max]: readonly [number, number], what: string) => {
    const value = Number(env[name] ?? fallback);
    if (Number.isInteger(value) && value >= min && value <= max) return value;
    throw new Error(`${name} must be ${what} from ${min} to ${max}`);
  };
  const port = (name: string, fallback: number) => whole(name, fallback, [1024, 64_000], 'a port');
  const { VEDETTE_STACK_SECURED: secured = 'false' } = env;
  if (!['true', 'false'].includes(secured)) throw new Error('VEDETTE_STACK_SECURED must be true or false');
  const kafkaPort = port('VEDETTE_STACK_KAFKA_PORT', 9092);
  const registryPort = port('VEDETTE_STACK_REGISTRY_PORT', 8081);
  return Object.freeze({
    packages: join(ROOT, '.stack/packages'),
    state: resolve(ROOT, env.VEDETTE_STACK_DIR ?? '.stack/default'),
    kafkaPort,
    controllerPort: kafkaPort + 1,
    registryPort,
    registryHealthPort: registryPort + 1000,
    redisPort: port('VEDETTE_STACK_REDIS_PORT', 6379),
    isSecured: secured === 'true',
    mtlsPort: kafkaPort + 2,
    reauthenticateMs: whole('VEDETTE_STACK_REAUTHENTICATE_MS', 0, [0, 86_400_000], 'milliseconds'),
  });
}

/** What a client of the stack puts into its environment. */
export const clientEnvironment = (settings: Settings) => ({
  KAFKA_BROKERS: `127.0.0.1:${settings.kafkaPort}`,
  SCHEMA_REGISTRY_URL: `http://127.0.0.1:${settings.registryPort}/apis/ccompat/v7`,
  REDIS_URL: `${settings.isSecured ? 'rediss' : 'redis'}://127.0.0.1:${settings.redisPort}`,
});

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ALL_STAGES, ROLES } from '../../src/cli/acls/roles.ts';
import { type Certificates, certificatesIn, makeCertificates } from './certificates.ts';
import { clientEnvironment, type Settings } from './settings.ts';

/** Who may do anything on the broker, and sets up the others. */
export const ADMIN = 'admin';
/** The user of Redis that the stages are. */
export const REDIS_USER = 'vedette';
/** SCRAM users of the secured broker: one for each role of `vedette acls`, and one that has no rights. */
export const USERS: readonly string[] = [
  ADMIN,
  ...[...ROLES, ALL_STAGES].map(({ name }) => `vedette-${name}`),
  'vedette-nobody',
];

/** Files that the secured servers and their clients share; made at the first start, for this machine alone. */
export interface Secrets extends Certificates {
  /** File with the password of a user of Kafka, or of Redis. */
  password(user: string): string;
  /** Keys by which the broker knows the tokens of this stack. */
  readonly jwks: string;
  /** The key that signs them. */
  readonly tokenKey: string;
}

const folderOf = ({ state }: Settings) => join(state, 'secrets');

export function secretsOf(settings: Settings): Secrets {
  const folder = folderOf(settings);
  return {
    ...certificatesIn(folder),
    password: (user) => join(folder, `${user}.password`),
    jwks: join(folder, 'jwks.json'),
    tokenKey: join(folder, 'token.key'),
  };
}

export const passwordOf = (settings: Settings, user: string): string =>
  readFileSync(secretsOf(settings).password(user), 'utf8').trimEnd();

/** Makes what is missing. */
export async function makeSecrets(settings: Settings): Promise<void> {
  const { password, jwks, tokenKey } = secretsOf(settings);
  mkdirSync(folderOf(settings), { recursive: true, mode: 0o700 });
  await makeCertificates(folderOf(settings));
  for (const user of [...USERS, REDIS_USER])
    if (!existsSync(password(user))) write(password(user), `${randomBytes(24).toString('base64url')}\n`);
  if (existsSync(tokenKey)) return;
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { ...publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'RS256', use: 'sig' };
  write(jwks, JSON.stringify({ keys: [key] }));
  write(tokenKey, privateKey.export({ format: 'pem', type: 'pkcs8' }) as string);
}

export const KEY_ID = 'stack';

const write = (path: string, text: string) => writeFileSync(path, text, { mode: 0o600 });

/** As `clientEnvironment`, for a user of the secured stack. */
export function securedEnvironment(settings: Settings, user = ADMIN): Readonly<Record<string, string>> {
  const { ca, password } = secretsOf(settings);
  return {
    ...clientEnvironment(settings),
    KAFKA_SSL: 'true',
    KAFKA_SSL_CA_FILE: ca,
    KAFKA_SASL_MECHANISM: 'scram-sha-512',
    KAFKA_USERNAME: user,
    KAFKA_PASSWORD_FILE: password(user),
    REDIS_CA_FILE: ca,
    REDIS_USERNAME: REDIS_USER,
    REDIS_PASSWORD_FILE: password(REDIS_USER),
  };
}

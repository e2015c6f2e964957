import { RetriableError } from '../../stage.ts';
import type { Compatibility } from '../contracts.ts';
import type { Version } from './compatibility.ts';

export interface RegistryAddress {
  readonly url: string;
  readonly auth?: { readonly username: string; readonly password: string };
}

/** What an operator's commands ask of a registry with the API of Confluent. */
export interface RegistryAdmin {
  /** Throws RetriableError when it does not answer. */
  ping(): Promise<void>;
  /** Every registered version, oldest first; none where the subject does not exist. */
  versions(subject: string): Promise<readonly Version[]>;
  /** True when the very same schema is registered for the subject. */
  isRegistered(subject: string, text: string): Promise<boolean>;
  setCompatibility(subject: string, level: Compatibility): Promise<void>;
  /** The id; `isNew` is false where the very same schema is registered already. */
  register(subject: string, text: string): Promise<{ readonly id: number; readonly isNew: boolean }>;
}

/** The registry refuses: the schema or the request is wrong. */
export class RegistryRefusal extends Error {
  override readonly name = 'RegistryRefusal';
}

const TIMEOUT_MS = 10_000;
const TYPE = 'application/vnd.schemaregistry.v1+json';

export function registryAdmin(address: RegistryAddress): RegistryAdmin {
  const lookUp = (subject: string, schema: string) =>
    ask<{ id: number }>(address, 'POST', pathOf(subject), { schema, schemaType: 'AVRO' });
  const call = <T>(method: string, path: string, body?: unknown) => ask<T>(address, method, path, body);
  return {
    async ping() {
      const subjects = await call('GET', '/subjects');
      if (subjects === null) throw new RegistryRefusal(`${address.url} has no /subjects: is its path right?`);
    },
    async versions(subject) {
      const numbers = (await call<number[]>('GET', `${pathOf(subject)}/versions`)) ?? [];
      const versions: Version[] = [];
      for (const version of numbers.sort((a, b) => a - b)) {
        const found = await call<{ schema: string }>('GET', `${pathOf(subject)}/versions/${version}`);
        if (found) versions.push({ version, text: found.schema });
      }
      return versions;
    },
    isRegistered: async (subject, schema) => (await lookUp(subject, schema)) !== null,
    setCompatibility: async (subject, compatibility) => {
      await call('PUT', `/config/${encodeURIComponent(subject)}`, { compatibility });
    },
    async register(subject, schema) {
      const known = await lookUp(subject, schema);
      if (known) return { id: known.id, isNew: false };
      const made = await call<{ id: number }>('POST', `${pathOf(subject)}/versions`, { schema, schemaType: 'AVRO' });
      if (!made) throw new RegistryRefusal(`${subject}: the registry has no way to register it`);
      return { id: made.id, isNew: true };
    },
  };
}

const pathOf = (subject: string): string => `/subjects/${encodeURIComponent(subject)}`;

/** null where there is no such thing. */
async function ask<T>({ url, auth }: RegistryAddress, method: string, path: string, body?: unknown): Promise<T | null> {
  const headers: Record<string, string> = { accept: TYPE, 'content-type': TYPE };
  if (auth) headers.authorization = `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}`;
  const answer = await request(`${url.replace(/\/$/, '')}${path}`, {
    method,
    headers,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (answer.status === 404) return null;
  if (answer.ok) return (await answer.json()) as T;
  const text = (await answer.text()).slice(0, 500);
  if (answer.status >= 500 || answer.status === 429) throw new RetriableError(`registry: ${answer.status}: ${text}`);
  throw new RegistryRefusal(`${method} ${path}: ${answer.status}: ${text}`);
}

async function request(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const cause = error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : 'unknown';
    throw new RetriableError(`registry: no answer: ${cause}`);
  }
}

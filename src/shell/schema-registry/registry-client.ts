import { SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import { circuit } from './circuit.ts';

export interface RegistryConfig {
  /** Root of the Confluent-compatible API. */
  readonly url: string;
  readonly auth?: { readonly username: string; readonly password: string };
}

/** What the codec asks of a registry. Throws RetriableError while it does not answer. */
export interface RegistryClient {
  /** Id under which the schema is registered for the subject; null when it is not. */
  idOf(subject: string, schema: string): Promise<number | null>;
  /** null: no such id. */
  schema(id: number): Promise<string | null>;
  /** Subjects that have a version with this id; none when there is no such id. */
  subjects(id: number): Promise<readonly string[]>;
}

const ANSWER_WITHIN_MS = 5000;
/** The codec's caller repeats, with heartbeats; repeats in here would only hold it up. */
const NO_RETRY = { retries: 0, maxRetryTimeInSecs: 1, initialRetryTimeInSecs: 0.1, factor: 0.2, multiplier: 2 };

/** A registry over HTTP. The library looks up ids; it has no way to the bare text of a schema and to its subjects. */
export function registryClient({ url, auth }: RegistryConfig): RegistryClient {
  const guarded = circuit('schema registry');
  const library = new SchemaRegistry({ host: url, retry: NO_RETRY, ...(auth ? { auth } : {}) });
  const headers = auth
    ? { authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}` }
    : {};

  async function read(path: string): Promise<unknown> {
    const response = await fetch(`${url}${path}`, { headers, signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    if (response.status === 404) return null;
    if (!response.ok) throw new Error(`status ${response.status}`);
    return response.json();
  }

  return {
    idOf: (subject, schema) =>
      guarded(() =>
        library.getRegistryIdBySchema(subject, { type: SchemaType.AVRO, schema }).catch((cause: unknown) => {
          // the library wraps a 404 and nothing else in an error of its own
          if ((cause as Error).name === 'ConfluentSchemaRegistryError') return null;
          throw cause;
        }),
      ),
    schema: (id) =>
      guarded(async () => ((await read(`/schemas/ids/${id}`)) as { schema: string } | null)?.schema ?? null),
    subjects: (id) => guarded(async () => ((await read(`/schemas/ids/${id}/subjects`)) as string[] | null) ?? []),
  };
}

import type avro from 'avsc';
import type { Codec, Decoded } from '../../ports.ts';
import { RetriableError } from '../../stage.ts';
import { compile, decodeBody, encodeWire, openWire, schemaText, typeOf } from '../avro.ts';
import type { RegistryClient } from './registry-client.ts';
import { schemaFault } from './schema-faults.ts';

const UNKNOWN_FOR_MS = 60_000;
/** Ids of strangers; the oldest are forgotten first. */
const MAX_UNKNOWN = 10_000;

/** How to read what was written with an id; no resolver where writer and reader agree. */
type Writer =
  | { readonly ok: true; readonly resolver: object | undefined }
  | { readonly ok: false; readonly reason: string; readonly until: number };

export interface RegistryCodec extends Codec {
  /** Looks up the ids under which the topics are written. Throws RetriableError when the registry is down or does not know a schema. */
  ready(topics: readonly string[]): Promise<void>;
}

/**
 * Avro in the registry's wire format. A schema id is looked up once; after that reading and writing are synchronous.
 * Only ids of the topic's own subject are read: a foreign one could resolve by chance into something else.
 */
export function registryCodec(client: RegistryClient, now: () => number = () => performance.now()): RegistryCodec {
  const ids = new Map<string, number>();
  const readable = new Map<string, Writer>();
  const unreadable = new Map<string, Writer>();
  const asking = new Map<string, Promise<unknown>>();

  /** One question at a time for the same thing. */
  function once<T>(what: string, ask: () => Promise<T>): Promise<T> {
    const running = asking.get(what) as Promise<T> | undefined;
    if (running) return running;
    const answer = ask().finally(() => asking.delete(what));
    asking.set(what, answer);
    return answer;
  }

  const lookUpId = (topic: string) =>
    once(`write ${topic}`, async () => {
      const id = await client.idOf(subjectOf(topic), schemaText(topic));
      if (id === null)
        throw new RetriableError(`subject ${subjectOf(topic)} lacks our schema: run "vedette schemas register"`);
      ids.set(topic, id);
    });

  const lookUpWriter = (topic: string, id: number) =>
    once(`read ${topic} ${id}`, async () => {
      const writer = await readWriter(client, topic, id, now() + UNKNOWN_FOR_MS);
      const cache = writer.ok ? readable : unreadable;
      cache.set(`${topic} ${id}`, writer);
      if (unreadable.size > MAX_UNKNOWN) unreadable.delete(unreadable.keys().next().value as string);
      return writer;
    });

  return {
    async ready(topics) {
      await Promise.all(topics.filter((topic) => !ids.has(topic)).map(lookUpId));
    },
    encode(topic, value) {
      const id = ids.get(topic);
      if (id !== undefined) return encodeWire(typeOf(topic), id, value);
      // the caller tries again; until then the answer, or the failure, is here
      lookUpId(topic).catch(() => {});
      throw new RetriableError(`schema id of ${topic} is not known yet`);
    },
    decode(topic, bytes) {
      const wire = openWire(bytes);
      if (!wire.ok) return wire;
      const key = `${topic} ${wire.schemaId}`;
      const known = readable.get(key) ?? unreadable.get(key);
      if (known && (known.ok || now() < known.until)) return read(topic, wire.body, known);
      return lookUpWriter(topic, wire.schemaId).then((writer) => read(topic, wire.body, writer));
    },
  };
}

const subjectOf = (topic: string) => `${topic}-value`;

function read(topic: string, body: Buffer, writer: Writer): Decoded {
  return writer.ok ? decodeBody(typeOf(topic), body, writer.resolver) : { ok: false, reason: writer.reason };
}

async function readWriter(client: RegistryClient, topic: string, id: number, until: number): Promise<Writer> {
  const subjects = await client.subjects(id);
  if (subjects.length === 0) return { ok: false, reason: 'unknown_schema', until };
  if (!subjects.includes(subjectOf(topic))) return { ok: false, reason: 'foreign_schema', until };
  const text = await client.schema(id);
  return text === null ? { ok: false, reason: 'unknown_schema', until } : resolverFor(typeOf(topic), text, until);
}

function resolverFor(reader: avro.Type, text: string, until: number): Writer {
  try {
    if (schemaFault(JSON.parse(text))) return { ok: false, reason: 'unsafe_schema', until };
    const writer = compile(text);
    return { ok: true, resolver: reader.equals(writer) ? undefined : (reader.createResolver(writer) as object) };
  } catch {
    return { ok: false, reason: 'incompatible_schema', until };
  }
}

import type { AnyTopic, RawHeaders, RawTelemetry } from '../domain/topic.ts';
import type { Codec, Decoded, Headers, StoredRecord } from '../ports.ts';
import type { Key } from '../stage.ts';
import { type Origin, parseOrigin } from './origin.ts';
import { parseKey } from './wire-key.ts';

export const TENANT_HEADER = 'tenant-id';
export const ORIGIN_HEADER = 'vedette-origin';
/** The broker port puts it on a record that it could not read; its value is the reason code. */
export const UNREADABLE_HEADER = 'vedette-unreadable';

export type Opened =
  | { readonly ok: true; readonly key: Key; readonly value: unknown }
  | { readonly ok: false; readonly reason: string; readonly cause?: unknown };

const refuse = (reason: string): Opened => ({ ok: false, reason });
const text = (bytes: Uint8Array | undefined): string =>
  bytes ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString() : '';

/** Strangers write the raw topic: an origin there is a claim, and believing it would let them suppress each other's records. */
export const originOf = (topic: AnyTopic, record: StoredRecord): Origin | null =>
  topic.codec === 'any' ? null : parseOrigin(text(record.headers[ORIGIN_HEADER]));

/** Key and value of one stored record. What is wrong with it is an answer; only a broken registry throws. */
export function open(topic: AnyTopic, record: StoredRecord, codec: Codec): Opened | Promise<Opened> {
  const unreadable = record.headers[UNREADABLE_HEADER];
  if (unreadable) return refuse(reasonCode(text(unreadable)));
  if (!record.value || record.value.length === 0) return refuse('value_empty');
  if (topic.codec === 'any') return openRaw(topic, record, record.value, codec);
  const key = record.key ? parseKey(text(record.key)) : null;
  if (!key?.tenant) return refuse('key_invalid');
  if (key.tenant !== text(record.headers[TENANT_HEADER])) return refuse('tenant_mismatch');
  return then(codec.decode(topic.name, record.value), (value) => ({ ok: true, key, value }));
}

/** Why the broker port could not read a record. A stranger can forge the header, but makes up no code with it. */
export const UNREADABLE_REASONS = [
  'batch_undecompressable',
  'batch_malformed',
  'too_many_headers',
  'unreadable',
] as const;
export type UnreadableReason = (typeof UNREADABLE_REASONS)[number];

const reasonCode = (reason: string): string => UNREADABLE_REASONS.find((known) => known === reason) ?? 'unreadable';

/** Strangers write the raw topic: any key, any header, our Avro event or any bytes. */
function openRaw(topic: AnyTopic, record: StoredRecord, value: Uint8Array, codec: Codec): Opened | Promise<Opened> {
  const headers = rawHeaders(record.headers);
  const key = { tenant: headers[TENANT_HEADER] ?? '', id: '' };
  if (value[0] !== 0) return { ok: true, key, value: { kind: 'bytes', bytes: value, headers } satisfies RawTelemetry };
  return then(codec.decode(topic.name, value), (event) => ({
    ...{ ok: true, key },
    value: { kind: 'event', event, headers } as RawTelemetry,
  }));
}

function then(decoded: Decoded | Promise<Decoded>, make: (value: unknown) => Opened): Opened | Promise<Opened> {
  return decoded instanceof Promise
    ? decoded.then((one) => then(one, make))
    : decoded.ok
      ? make(decoded.value)
      : decoded;
}

const HEADER_LIMIT = 32;
const HEADER_BYTES = 1024;

function rawHeaders(headers: Headers): RawHeaders {
  const texts: Record<string, string> = Object.create(null);
  // never left out: a record that names a tenant, in whatever way, is not one of the default tenant
  const tenant = headers[TENANT_HEADER];
  if (tenant) texts[TENANT_HEADER] = text(tenant.subarray(0, HEADER_BYTES));
  for (const name of Object.keys(headers).slice(0, HEADER_LIMIT)) {
    const bytes = headers[name];
    if (bytes && bytes.length <= HEADER_BYTES) texts[name.toLowerCase()] = text(bytes);
  }
  return texts;
}

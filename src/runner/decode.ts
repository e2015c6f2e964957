import type { AnyTopic, RawHeaders, RawTelemetry } from '../domain/topic.ts';
import type { Codec, Decoded, Headers, StoredRecord } from '../ports.ts';
import type { Key } from '../stage.ts';
import { type Origin, parseOrigin } from './origin.ts';
import { parseKey } from './wire-key.ts';

export const TENANT_HEADER = 'tenant-id';
export const ORIGIN_HEADER = 'vedette-origin';

export type Opened =
  | { readonly ok: true; readonly key: Key; readonly value: unknown; readonly origin: Origin | null }
  | { readonly ok: false; readonly reason: string; readonly cause?: unknown; readonly origin: Origin | null };

const refuse = (reason: string, origin: Origin | null): Opened => ({ ok: false, reason, origin });
const text = (bytes: Uint8Array | undefined): string =>
  bytes ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString() : '';

/** Key, value and origin of one stored record. What is wrong with it is an answer; only a broken registry throws. */
export function open(topic: AnyTopic, record: StoredRecord, codec: Codec): Opened | Promise<Opened> {
  // Strangers write the raw topic: an origin there is a claim, and believing it would let them suppress each other's records
  const origin = topic.codec === 'any' ? null : parseOrigin(text(record.headers[ORIGIN_HEADER]));
  if (!record.value || record.value.length === 0) return refuse('value_empty', origin);
  if (topic.codec === 'any') return openRaw(topic, record, record.value, codec);
  const key = record.key ? parseKey(text(record.key)) : null;
  if (!key) return refuse('key_invalid', origin);
  if (key.tenant !== text(record.headers[TENANT_HEADER])) return refuse('tenant_mismatch', origin);
  return then(codec.decode(topic.name, record.value), (decoded) =>
    decoded.ok ? { ok: true, key, value: decoded.value, origin } : { ...decoded, origin },
  );
}

/** Strangers write the raw topic: any key, any header, our Avro event or any bytes. */
function openRaw(topic: AnyTopic, record: StoredRecord, value: Uint8Array, codec: Codec): Opened | Promise<Opened> {
  const origin = null;
  const headers = rawHeaders(record.headers);
  const key = { tenant: headers[TENANT_HEADER] ?? '', id: '' };
  if (value[0] !== 0)
    return { ok: true, key, value: { kind: 'bytes', bytes: value, headers } satisfies RawTelemetry, origin };
  return then(codec.decode(topic.name, value), (decoded) =>
    decoded.ok
      ? { ok: true, key, value: { kind: 'event', event: decoded.value, headers } as RawTelemetry, origin }
      : { ...decoded, origin },
  );
}

function then(decoded: Decoded | Promise<Decoded>, make: (decoded: Decoded) => Opened): Opened | Promise<Opened> {
  return decoded instanceof Promise ? decoded.then(make) : make(decoded);
}

const HEADER_LIMIT = 32;
const HEADER_BYTES = 1024;

function rawHeaders(headers: Headers): RawHeaders {
  const texts: Record<string, string> = Object.create(null);
  for (const name of Object.keys(headers).slice(0, HEADER_LIMIT)) {
    const bytes = headers[name];
    if (bytes && bytes.length <= HEADER_BYTES) texts[name.toLowerCase()] = text(bytes);
  }
  return texts;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import avro from 'avsc';
import { guardAvro, OverrunError } from './avro-guards.ts';

const SCHEMAS = join(import.meta.dirname, '../../schemas');
const types = new Map<string, avro.Type>();
guardAvro();

/** Text of the reader schema of a topic's values, as it stands in schemas/. */
export const schemaText = (topic: string): string => readFileSync(join(SCHEMAS, `${topic}-value.avsc`), 'utf8');

/** Compiles a schema: longs as numbers (refused beyond 2^53), bytes as Buffer, unions unwrapped where that is unambiguous. */
export const compile = (text: string): avro.Type =>
  avro.Type.forSchema(JSON.parse(text), { wrapUnions: 'auto' } as avro.ForSchemaOptions);

/** The compiled reader type of a topic, cached. */
export function typeOf(topic: string): avro.Type {
  const known = types.get(topic);
  if (known) return known;
  const type = compile(schemaText(topic));
  types.set(topic, type);
  return type;
}

const HEADER_BYTES = 5;
/** Grows with the largest value seen; one buffer for the process, as encoding is synchronous. */
let scratch = Buffer.allocUnsafe(64 * 1024);

/** Confluent's wire format: a zero byte, the schema id in four bytes, the Avro value. */
export function encodeWire(type: avro.Type, schemaId: number, value: unknown): Uint8Array {
  let end = type.encode(value, scratch, HEADER_BYTES);
  if (end < 0) {
    scratch = Buffer.allocUnsafe(2 * (scratch.length - end));
    end = type.encode(value, scratch, HEADER_BYTES);
  }
  scratch[0] = 0;
  scratch.writeUInt32BE(schemaId, 1);
  return Buffer.from(scratch.subarray(0, end));
}

export type Wire =
  | { readonly ok: true; readonly schemaId: number; readonly body: Buffer }
  | { readonly ok: false; readonly reason: string };

/** Takes the header off. Reasons: value_empty, bad_magic_byte. */
export function openWire(bytes: Uint8Array): Wire {
  if (bytes.length === 0) return { ok: false, reason: 'value_empty' };
  if (bytes[0] !== 0 || bytes.length < HEADER_BYTES) return { ok: false, reason: 'bad_magic_byte' };
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { ok: true, schemaId: buffer.readUInt32BE(1), body: buffer.subarray(HEADER_BYTES) };
}

/** Decodes one whole Avro value; bytes that are too few or left over are `avro_truncated`, anything else `avro_invalid`. */
export function decodeBody(
  type: avro.Type,
  body: Buffer,
  resolver?: unknown,
): { ok: true; value: unknown } | { ok: false; reason: string; cause?: unknown } {
  try {
    const { value, offset } = type.decode(body, 0, resolver as never);
    if (offset < 0) return { ok: false, reason: 'avro_truncated' };
    if (offset !== body.length) return { ok: false, reason: 'avro_trailing_bytes' };
    return { ok: true, value };
  } catch (cause) {
    return { ok: false, reason: cause instanceof OverrunError ? 'avro_truncated' : 'avro_invalid', cause };
  }
}

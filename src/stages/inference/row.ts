import { SEQUENCE_LENGTH } from '../../detectors/tokens.ts';
import type { FeatureRow } from '../../domain/contracts.gen.ts';

/** A feature row with its numbers unpacked. */
export interface Row {
  readonly value: FeatureRow;
  readonly tenant: string;
  readonly vector: Float32Array;
  readonly tokens: Int32Array;
}

/** Unpacks a feature row; null when its bytes are no row. */
export function unpack(value: FeatureRow, tenant: string): Row | null {
  const { vector, tokens } = value;
  const isRow = vector.byteLength > 0 && vector.byteLength % 4 === 0 && tokens.byteLength === 2 * SEQUENCE_LENGTH;
  return isRow ? { value, tenant, vector: floats(vector), tokens: ids(tokens) } : null;
}

// Avro bytes may start anywhere in their buffer, a Float32Array only at every fourth place: so they are copied
function floats(bytes: Uint8Array): Float32Array {
  const copy = new Float32Array(bytes.byteLength / 4);
  new Uint8Array(copy.buffer).set(bytes);
  return copy;
}

function ids(bytes: Uint8Array): Int32Array {
  return Int32Array.from({ length: SEQUENCE_LENGTH }, (_, i) => (bytes[2 * i] ?? 0) | ((bytes[2 * i + 1] ?? 0) << 8));
}

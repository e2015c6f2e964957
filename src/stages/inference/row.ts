import { CODE_SET_LENGTH, CODE_VALUES, unpackCodes } from '../../detectors/code-set.ts';
import { MOST_IDS } from '../../detectors/text/text-ids.ts';
import { SEQUENCE_LENGTH } from '../../detectors/tokens.ts';
import type { FeatureRow, TELEMETRY_FEATURES } from '../../domain/contracts.gen.ts';
import type { Input } from '../../stage.ts';

/** A feature row with its numbers unpacked. */
export interface Row {
  readonly value: FeatureRow;
  readonly tenant: string;
  /** Id of its key. */
  readonly entity: string;
  readonly vector: Float32Array;
  readonly tokens: Int32Array;
  /** The codes that its entity used of late. */
  readonly codeTokens: Int32Array;
  readonly codeValues: Float32Array;
  /** Ids of its hostile text; empty where it has none worth a look. */
  readonly text: Int32Array;
}

const VALUES = CODE_SET_LENGTH * CODE_VALUES;
const NO_TEXT = new Int32Array(0);

/** Why a record is no row. */
export type NoRow = 'tenant_mismatch' | 'vector_malformed';

/** Unpacks the rows of a batch, in order, or says why one is none. Their numbers share buffers: some of each per row costs more than the scoring. */
export function unpack(batch: readonly Input<typeof TELEMETRY_FEATURES>[]): readonly (Row | NoRow)[] {
  const bytes = batch.reduce((sum, { value }) => sum + value.vector.byteLength, 0);
  const vectors = new Uint8Array(4 * Math.ceil(bytes / 4));
  const tokens = new Int32Array(SEQUENCE_LENGTH * batch.length);
  const codeTokens = new Int32Array(CODE_SET_LENGTH * batch.length);
  const codeValues = new Float32Array(VALUES * batch.length);
  let end = 0;
  return batch.map(({ key, value }, i) => {
    const fault = faultOf(value, key.tenant);
    if (fault !== null) return fault;
    vectors.set(value.vector, end);
    const vector = new Float32Array(vectors.buffer, end, value.vector.byteLength / 4);
    end += value.vector.byteLength;
    const ids = tokens.subarray(i * SEQUENCE_LENGTH, (i + 1) * SEQUENCE_LENGTH);
    readIds(value.tokens, ids);
    const row = {
      ...{ value, tenant: key.tenant, entity: key.id, vector, tokens: ids },
      codeTokens: codeTokens.subarray(i * CODE_SET_LENGTH, (i + 1) * CODE_SET_LENGTH),
      codeValues: codeValues.subarray(i * VALUES, (i + 1) * VALUES),
      text: textOf(value.text),
    };
    unpackCodes(value.codes, row.codeTokens, row.codeValues);
    return row;
  });
}

function faultOf({ event, vector, tokens, hits }: FeatureRow, tenant: string): NoRow | null {
  if (event.tenant !== tenant) return 'tenant_mismatch';
  const isRow = vector.byteLength > 0 && vector.byteLength % 4 === 0 && tokens.byteLength === 2 * SEQUENCE_LENGTH;
  // of what did not happen there are no features, only the rule that missed it
  const isAbsence = vector.byteLength === 0 && tokens.byteLength === 0 && hits.length > 0;
  return isRow || isAbsence ? null : 'vector_malformed';
}

function textOf(bytes: Uint8Array): Int32Array {
  if (bytes.length === 0) return NO_TEXT;
  const ids = new Int32Array(Math.min(MOST_IDS, bytes.length >> 1));
  readIds(bytes, ids);
  return ids;
}

function readIds(bytes: Uint8Array, ids: Int32Array): void {
  for (let i = 0; i < ids.length; i++) ids[i] = (bytes[2 * i] ?? 0) | ((bytes[2 * i + 1] ?? 0) << 8);
}

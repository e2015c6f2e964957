import { CODE_SET_LENGTH, CODE_VALUES, unpackCodes } from '../detectors/code-set.ts';
import { combine } from '../detectors/ensemble.ts';
import type { OfflineRow } from './features.ts';

/** One row as a feature file tells it. */
export interface FeatureColumns {
  readonly id: string;
  /** Epoch ms. */
  readonly time: number;
  readonly tenant: string;
  readonly entity: string;
  readonly class: string;
  readonly vector: Float32Array;
  readonly tokens: Uint16Array;
  /** Ids of the rules that matched. */
  readonly hits: readonly string[];
  /** What the hits say together, 0 to 1; null where there are none. */
  readonly rules: number | null;
  /** The set of codes as a model reads it. */
  readonly codeTokens: Int32Array;
  readonly codeValues: Float32Array;
  readonly source: string;
}

export function columnsOf({ row, source }: OfflineRow): FeatureColumns {
  const { id, time, tenant, host, user, srcIp, observer } = row.event;
  const codeTokens = new Int32Array(CODE_SET_LENGTH);
  const codeValues = new Float32Array(CODE_SET_LENGTH * CODE_VALUES);
  unpackCodes(row.codes, codeTokens, codeValues);
  return {
    id,
    time,
    tenant,
    entity: (host || user || srcIp || observer).toLowerCase(),
    class: row.event.class,
    vector: new Float32Array(copy(row.vector)),
    tokens: new Uint16Array(copy(row.tokens)),
    hits: row.hits.map((hit) => hit.id),
    rules: row.hits.length > 0 ? combine(row.hits).score : null,
    ...{ codeTokens, codeValues },
    source,
  };
}

// Decoded bytes may start anywhere in their buffer, typed arrays only at multiples of their width
const copy = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

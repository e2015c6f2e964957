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
  readonly source: string;
}

export function columnsOf({ row, source }: OfflineRow): FeatureColumns {
  const { id, time, tenant, host, user, srcIp, observer } = row.event;
  return {
    id,
    time,
    tenant,
    entity: (host || user || srcIp || observer).toLowerCase(),
    class: row.event.class,
    vector: new Float32Array(copy(row.vector)),
    tokens: new Uint16Array(copy(row.tokens)),
    hits: row.hits.map((hit) => hit.id),
    source,
  };
}

// Decoded bytes may start anywhere in their buffer, typed arrays only at multiples of their width
const copy = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

import type { EvidenceRow } from '../../domain/contracts.gen.ts';

/** The numbers of a row as the state has them: the hash of their feature set, then each column in base64, between spaces. */
export type PackedRow = string;

/** A row is some 2 KB; what is far beyond is none of ours. */
const MOST_BYTES = 8_192;
const COLUMNS = ['vector', 'tokens', 'codes', 'text'] as const;

/** Null where there is none, or none that the state has room for. */
export function packRow(row: EvidenceRow | null): PackedRow | null {
  if (row === null) return null;
  const columns = COLUMNS.map((name) => row[name]);
  const bytes = columns.reduce((sum, { byteLength }) => sum + byteLength, 0);
  if (row.vector.byteLength === 0 || bytes > MOST_BYTES || !/^[0-9a-f]{16,64}$/.test(row.featureHash)) return null;
  return [row.featureHash, ...columns.map(base64)].join(' ');
}

export function unpackRow(packed: PackedRow): EvidenceRow {
  const [featureHash = '', ...columns] = packed.split(' ');
  const [vector, tokens, codes, text] = COLUMNS.map((_, at) => Buffer.from(columns[at] ?? '', 'base64')) as [
    Buffer,
    Buffer,
    Buffer,
    Buffer,
  ];
  return { featureHash, vector, tokens, codes, text };
}

const base64 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

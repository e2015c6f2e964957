import type { Send } from '../ports.ts';

/** Remembers which line became which record of the raw topic, for as long as a stage may ask. */
export interface Places {
  note(sends: readonly Send[]): void;
  /** "<file>:<line>"; lines are asked for in the order of their offsets, so that what lies before is forgotten. */
  of(partition: number, offset: number): string;
}

export function places(): Places {
  const next: number[] = [];
  const known: Map<number, string>[] = [];
  return {
    note(sends) {
      for (const { partition, headers } of sends) {
        const offset = next[partition] ?? 0;
        next[partition] = offset + 1;
        known[partition] ??= new Map();
        if (headers.ce_id) known[partition].set(offset, Buffer.from(headers.ce_id).toString());
      }
    },
    of(partition, offset) {
      const lines = known[partition];
      const place = lines?.get(offset) ?? '';
      lines?.delete(offset);
      return place;
    },
  };
}

import type { Batch, BatchHandler, PartitionControl, StoredRecord } from '../../src/ports.ts';

export interface Recording extends BatchHandler {
  /** What happened, in order: `assigned 0`, `batch 0`, `revoked 0`. */
  readonly calls: string[];
  readonly records: StoredRecord[];
  readonly batches: Batch[];
  readonly idles: { partition: number; endOffset: number }[];
  readonly controls: Map<number, PartitionControl>;
  /** Calls for one partition that ran into each other. */
  readonly overlaps: string[];
  values(partition?: number): string[];
}

/** Remembers everything it is told; parts can be replaced. */
export function recordingHandler(parts: Partial<BatchHandler> = {}): Recording {
  const running = new Set<number>();
  const handler: Recording = {
    calls: [],
    records: [],
    batches: [],
    idles: [],
    controls: new Map(),
    overlaps: [],
    values: (partition) =>
      handler.records.filter((one) => partition === undefined || one.partition === partition).map(textOf),
    assigned: (partition, control) =>
      alone('assigned', partition, async () => {
        handler.controls.set(partition, control);
        return (await parts.assigned?.(partition, control)) ?? null;
      }),
    batch: (batch, control) =>
      alone('batch', batch.partition, async () => {
        await parts.batch?.(batch, control);
        handler.batches.push(batch);
        handler.records.push(...batch.records);
      }),
    idle: (partition, endOffset, control) =>
      alone('idle', partition, async () => {
        handler.idles.push({ partition, endOffset });
        await parts.idle?.(partition, endOffset, control);
      }),
    revoked: (partition) => alone('revoked', partition, async () => parts.revoked?.(partition)),
  };

  async function alone<T>(what: string, partition: number, work: () => Promise<T>): Promise<T> {
    const call = `${what} ${partition}`;
    if (running.has(partition)) handler.overlaps.push(call);
    running.add(partition);
    if (what !== 'idle') handler.calls.push(call);
    try {
      return await work();
    } finally {
      running.delete(partition);
    }
  }

  return handler;
}

export const textOf = ({ value }: StoredRecord): string => Buffer.from(value ?? []).toString();

import { createHash } from 'node:crypto';
import { type DatasetManifest, FEEDBACK_SCRUBBED, type OffsetRange } from '../../domain/contracts.gen.ts';
import type { Entry } from './entry.ts';

/** Never to be changed without a new name: datasets are known by it. */
const HASHED_AS = 'vedette-dataset-1';

/** SHA-256 as hex over tenant, kind and, by id, each record with the version of the scrub it went through. */
export function datasetHash(tenant: string, kind: string, entries: readonly Entry[]): string {
  const records = entries
    .map(({ id, scrub }) => [id, scrub])
    .sort(([a = ''], [b = '']) => (a < b ? -1 : a > b ? 1 : 0));
  return createHash('sha256')
    .update(JSON.stringify([HASHED_AS, tenant, kind, records]))
    .digest('hex');
}

/** What the dataset is made of, `entries` by time. */
export function manifestOf(
  entries: readonly Entry[],
  partition: number,
  leftOut: Readonly<Record<string, number>>,
): DatasetManifest {
  return {
    ...{ topic: FEEDBACK_SCRUBBED.name, partition, leftOut },
    ranges: rangesOf(entries.map(({ offset }) => offset)),
    from: entries[0]?.time ?? 0,
    to: entries.at(-1)?.time ?? 0,
    labels: tally(entries.map(({ label }) => label)),
    authors: tally(entries.map(({ author }) => author)),
    rules: tally(entries.map(({ rule }) => rule)),
    scrubs: [...new Set(entries.map(({ scrub }) => scrub))].sort(),
  };
}

/** A seek costs more than to read so many records of others. */
const GAP = 100;

/** Offset ranges that hold all of the offsets; `to` is exclusive. */
export function rangesOf(offsets: readonly number[]): readonly OffsetRange[] {
  const ranges: { from: number; to: number }[] = [];
  for (const offset of offsets.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last && offset - last.to < GAP) last.to = offset + 1;
    else ranges.push({ from: offset, to: offset + 1 });
  }
  return ranges;
}

/** How often each text occurs, by text, so that the same dataset gives the same record. */
export const tally = (texts: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(
    [...Map.groupBy(texts, (text) => text)].map(([text, same]) => [text, same.length] as const).sort(),
  );

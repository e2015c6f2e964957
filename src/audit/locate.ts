import type { LedgerEntry } from '../domain/contracts.gen.ts';
import type { Finding } from './balance.ts';
import { chains } from './summarise.ts';

/** What lies in one partition of a topic that a stage reads. */
export interface Arrived {
  /** Retention has taken nothing of it. */
  readonly isWhole: boolean;
  /** By sender, the input offsets that its records were made of, in order, repeats left out. */
  readonly offsets: ReadonlyMap<string, readonly number[]>;
}

/**
 * Where records of a loss between two stages came from: for each entry of the sender's ledger that counts more records
 * sent to the partition than lie there. `arrived` answers what lies in a partition, by topic/partition.
 */
export function locate(
  entries: readonly LedgerEntry[],
  findings: readonly Finding[],
  arrived: ReadonlyMap<string, Arrived>,
): readonly Finding[] {
  const ledgers = new Map(chains(entries).map(({ used }) => [`${used[0].stage}/${used[0].partition}`, used]));
  return findings.flatMap(({ kind, sent, partition }) => {
    if (kind !== 'lost' || !sent) return [];
    const input = `${sent.topic}/${partition}`;
    const there = arrived.get(input);
    const offsets = there?.offsets.get(sent.by) ?? [];
    // what retention has taken since may have been read before: nothing can be told of it
    const from = there?.isWhole ? Number.NEGATIVE_INFINITY : (offsets[0] ?? Number.POSITIVE_INFINITY);
    return (ledgers.get(sent.by) ?? [])
      .filter((entry) => entry.from >= from)
      .flatMap((entry) => short(entry, input, offsets));
  });
}

function short(entry: LedgerEntry, input: string, offsets: readonly number[]): Finding[] {
  const { stage, partition, from, to } = entry;
  const sent = entry.sent[input] ?? 0;
  if (to === from) return [];
  const there = offsets.filter((offset) => offset >= from && offset < to).length;
  if (there >= sent) return [];
  const message = `of ${sent} records made of offsets ${from} to ${to} of ${entry.topic}/${partition} for ${input}, ${there} are there`;
  const place = { stage, partition, count: sent - there, offsets: { from, to } };
  return [{ kind: 'lost_from', severity: 'fault', ...place, message }];
}

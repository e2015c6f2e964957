import type { LedgerEntry } from '../domain/contracts.gen.ts';
import { type Chain, chain } from './chain.ts';

type Counts = Readonly<Record<string, number>>;

/** What one stage did with one partition of its input, all of its ledger taken together. */
export interface PartitionSummary {
  readonly stage: string;
  readonly topic: string;
  readonly partition: number;
  /** First input offset and the end of the range, exclusive. */
  readonly from: number;
  readonly to: number;
  readonly in: number;
  readonly forwarded: number;
  readonly produced: number;
  /** By reason. */
  readonly dropped: Counts;
  /** By reason. */
  readonly deadLettered: Counts;
  readonly repeated: number;
  readonly control: number;
  readonly late: number;
  readonly evicted: number;
  /** Offsets that retention took before they were read. */
  readonly skipped: number;
  /** Records sent, by topic/partition. */
  readonly sent: Counts;
  /** Distinct records accepted, by sending stage/partition. */
  readonly accepted: Counts;
}

export interface LedgerSummary {
  readonly partitions: readonly PartitionSummary[];
}

const NUMBERS = ['in', 'forwarded', 'produced', 'repeated', 'control', 'late', 'evicted', 'skipped'] as const;
const MAPS = ['dropped', 'deadLettered', 'sent', 'accepted'] as const;

/** Adds up the ledger per stage and partition, in the order of stage, topic and partition. Entries that a crash repeated count once. */
export function summarise(entries: readonly LedgerEntry[]): LedgerSummary {
  return { partitions: chains(entries).map(({ used }) => total(used)) };
}

/** The ledger of each stage and partition as one row of input ranges. */
export function chains(entries: readonly LedgerEntry[]): readonly (Chain & { readonly used: Row })[] {
  const owner = ({ stage, topic, partition }: LedgerEntry) => `${stage} ${topic} ${String(partition).padStart(6, '0')}`;
  const rows = [...Map.groupBy(entries, owner)].sort(([a], [b]) => (a < b ? -1 : 1));
  return rows.map(([, row]) => chain(row as unknown as Row));
}

/** At least one entry. */
export type Row = readonly [LedgerEntry, ...LedgerEntry[]];

function total(row: Row): PartitionSummary {
  const { stage, topic, partition, from } = row[0];
  const numbers = Object.fromEntries(NUMBERS.map((name) => [name, row.reduce((sum, entry) => sum + entry[name], 0)]));
  const maps = Object.fromEntries(MAPS.map((name) => [name, addUp(row.map((entry) => entry[name]))]));
  const to = row.reduce((end, entry) => Math.max(end, entry.to), from);
  return { stage, topic, partition, from, to, ...numbers, ...maps } as unknown as PartitionSummary;
}

function addUp(maps: readonly Counts[]): Counts {
  const sums = new Map<string, number>();
  for (const map of maps) for (const [name, by] of Object.entries(map)) sums.set(name, (sums.get(name) ?? 0) + by);
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)));
}

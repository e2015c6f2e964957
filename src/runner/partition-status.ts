import type { Outage } from './outages.ts';
import type { Figures, RunnerRecord } from './record.ts';
import { sendersOf } from './watermark.ts';

/** One partition of one stage, as probes and metrics see it. */
export interface PartitionStatus {
  readonly partition: number;
  readonly offset: number;
  readonly endOffset: number;
  readonly watermark: number;
  /** Clock time of the last save or of the last look at an empty log. */
  readonly aliveAt: number;
  /** Part of the world that is waited for, and since when; null: none. */
  readonly waiting: { readonly outage: Outage; readonly since: number } | null;
  /** Senders that have never said how far they are; while there are any, event time stands still. */
  readonly unheardSenders: number;
  /** Event time between the sender that is farthest and the one that holds the watermark. */
  readonly senderSpreadMs: number;
  /** Version in force of each table. */
  readonly versions: Readonly<Record<string, number>>;
  readonly figures: Figures;
}

type OfLoop = Pick<PartitionStatus, 'partition' | 'endOffset' | 'aliveAt' | 'waiting'>;

/** The first stage reads what nobody of ours has sent. */
const NO_SENDERS = { unheardSenders: 0, senderSpreadMs: 0 } as const;

/** What the loop knows, and what its record does. */
export const statusOf = (
  ofLoop: OfLoop,
  { offset, watermark, versions, figures, heard }: RunnerRecord,
  isFirst: boolean,
): PartitionStatus => ({
  ...ofLoop,
  offset,
  watermark,
  versions,
  figures,
  ...(isFirst ? NO_SENDERS : sendersOf(heard)),
});

import type { LedgerEntry } from '../domain/contracts.gen.ts';
import { chains, type PartitionSummary, summarise } from './summarise.ts';

export type FindingKind =
  | 'broken_entry'
  | 'gap'
  | 'overlap'
  | 'unbalanced'
  | 'skipped'
  | 'lost'
  | 'lost_from'
  | 'extra'
  | 'stranger'
  | 'in_flight';

export interface Finding {
  readonly kind: FindingKind;
  /** A fault does not balance; a note only cannot be told yet. */
  readonly severity: 'fault' | 'note';
  readonly stage: string;
  readonly partition: number;
  /** Records, or offsets where the kind speaks of ranges. */
  readonly count: number;
  readonly message: string;
  /** Input offsets [from, to) of the stage and partition that the finding speaks of. */
  readonly offsets?: { readonly from: number; readonly to: number };
  /** Of a loss between two stages: `<stage>/<partition>` that sent, and the topic. */
  readonly sent?: { readonly by: string; readonly topic: string };
}

/** What is known of a chain that is still at work. Without it every log is taken as read to its end. */
export interface Live {
  /** End of the log of each input, by topic/partition, read after `sentBefore`. */
  readonly ends: ReadonlyMap<string, number>;
  /** The ledger as it stood before the ends were read: what it counts as sent lies below them. */
  readonly sentBefore: readonly LedgerEntry[];
  /** False where retention has taken the beginning of the ledger: then the sums of two stages cannot be compared. */
  readonly isWhole: boolean;
}

/** Every place where the ledger does not add up, within each stage and between stages; empty when all is well. */
export function balance(entries: readonly LedgerEntry[], live?: Live): readonly Finding[] {
  const { partitions } = summarise(entries);
  return [
    ...entries.flatMap(brokenEntry),
    ...chains(entries).flatMap(({ used, seams }) => [
      ...seams.map((seam) => torn(used[0], seam)),
      ...used.flatMap(skipped),
    ]),
    ...partitions.flatMap(withinStage),
    ...(live?.isWhole === false ? [] : betweenStages(partitions, live)),
  ];
}

export const isBalanced = (findings: readonly Finding[]): boolean =>
  findings.every((finding) => finding.severity === 'note');

type Place = Pick<PartitionSummary, 'stage' | 'partition'>;

const fault = (kind: FindingKind, { stage, partition }: Place, count: number, message: string): Finding => ({
  kind,
  severity: 'fault',
  stage,
  partition,
  count,
  message,
});

const note = (place: Place, count: number, message: string): Finding => ({
  ...fault('in_flight', place, count, message),
  severity: 'note',
});

function brokenEntry(entry: LedgerEntry): Finding[] {
  const { from, to, forwarded, produced, repeated, control, late, evicted, skipped } = entry;
  const maps = [entry.dropped, entry.deadLettered, entry.sent, entry.accepted];
  const counts = [entry.in, forwarded, produced, repeated, control, late, evicted, skipped];
  const isSound = to >= from && [...counts, ...maps.flatMap((map) => Object.values(map))].every((count) => count >= 0);
  return isSound ? [] : [fault('broken_entry', entry, 1, `an entry of offsets ${from} to ${to} counts below zero`)];
}

function torn(place: Place, { kind, end, next }: { kind: 'gap' | 'overlap'; end: number; next: number }): Finding {
  const what = kind === 'gap' ? 'no entry covers' : 'two entries cover';
  const [from, to] = [Math.min(end, next), Math.max(end, next)];
  return fault(kind, place, to - from, `${what} offsets ${from} to ${to}`);
}

const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((a, b) => a + b, 0);

function withinStage(part: PartitionSummary): Finding[] {
  const [dropped, dead] = [sum(part.dropped), sum(part.deadLettered)];
  const out = part.forwarded + dropped + dead + part.repeated;
  const findings: Finding[] = [];
  if (out !== part.in) {
    const terms = `${part.forwarded} forwarded + ${dropped} dropped + ${dead} dead-lettered + ${part.repeated} repeated`;
    findings.push(fault('unbalanced', part, Math.abs(part.in - out), `${part.in} in, but ${terms} = ${out}`));
  }
  if (part.produced !== sum(part.sent)) {
    const text = `${part.produced} produced, but ${sum(part.sent)} by topic and partition`;
    findings.push(fault('unbalanced', part, Math.abs(part.produced - sum(part.sent)), text));
  }
  return findings;
}

/** An entry says nothing else when offsets were skipped; those of older versions also cover what was read around them. */
function skipped(entry: LedgerEntry): Finding[] {
  const { from, to, skipped: count } = entry;
  if (count === 0) return [];
  const which = count === to - from ? `offsets ${from} to ${to}` : `${count} of the offsets ${from} to ${to}`;
  return [
    { ...fault('skipped', entry, count, `retention took ${which} before they were read`), offsets: { from, to } },
  ];
}

const sender = (part: PartitionSummary): string => `${part.stage}/${part.partition}`;
const inputOf = (part: PartitionSummary): string => `${part.topic}/${part.partition}`;

/** What a receiver accepted against what each sender says it sent there. */
function betweenStages(partitions: readonly PartitionSummary[], live?: Live): Finding[] {
  const old = live ? summarise(live.sentBefore).partitions : partitions;
  const before = new Map(old.map((part) => [sender(part), part]));
  const isAtEnd = (part: PartitionSummary) => !live || part.to >= (live.ends.get(inputOf(part)) ?? 0);
  const findings = partitions.flatMap((receiver) =>
    partitions.flatMap((from) => {
      const sent = from.sent[inputOf(receiver)] ?? 0;
      const due = before.get(sender(from))?.sent[inputOf(receiver)] ?? 0;
      const accepted = receiver.accepted[sender(from)] ?? 0;
      const way = `${sender(from)} sent ${accepted < due ? due : sent} to ${inputOf(receiver)}, ${accepted} accepted`;
      if (accepted < due)
        return [
          isAtEnd(receiver) ? lost(receiver, sender(from), due - accepted, way) : note(receiver, due - accepted, way),
        ];
      if (accepted > sent)
        return [isAtEnd(from) ? fault('extra', receiver, accepted - sent, way) : note(receiver, accepted - sent, way)];
      return [];
    }),
  );
  return [...findings, ...partitions.flatMap((part) => strangers(part, partitions)), ...unread(partitions, live)];
}

const lost = (receiver: PartitionSummary, by: string, count: number, way: string): Finding => ({
  ...fault('lost', receiver, count, way),
  sent: { by, topic: receiver.topic },
});

const REDRIVEN = /^[a-z]+\.dlq(\.[a-z]+)*\/\d+$/;

/** Only stages write internal topics; a re-driven dead letter is known by its topic. */
function strangers(receiver: PartitionSummary, partitions: readonly PartitionSummary[]): Finding[] {
  const known = new Set(partitions.map(sender));
  const isInternal = partitions.some((part) => inputOf(receiver) in part.sent);
  if (!isInternal) return [];
  return Object.entries(receiver.accepted)
    .filter(([name]) => !known.has(name) && !REDRIVEN.test(name))
    .map(([name, count]) => fault('stranger', receiver, count, `${count} accepted from ${name}, which has no ledger`));
}

/** What was sent to a partition whose reader has no entry at all, though the topic is read. */
function unread(partitions: readonly PartitionSummary[], live?: Live): Finding[] {
  const read = new Set(partitions.map(inputOf));
  const readers = new Map(partitions.map((part) => [part.topic, part.stage]));
  return partitions.flatMap((from) =>
    Object.entries(from.sent).flatMap(([input, count]) => {
      const slash = input.lastIndexOf('/');
      const stage = readers.get(input.slice(0, slash));
      if (!stage || count === 0 || read.has(input)) return [];
      const place = { stage, partition: Number(input.slice(slash + 1)) };
      const text = `${sender(from)} sent ${count} to ${input}, none accepted`;
      return [live ? note(place, count, text) : fault('lost', place, count, text)];
    }),
  );
}

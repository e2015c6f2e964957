import { createHash } from 'node:crypto';
import type { OrderAnswer, TrainingCut } from '../../domain/contracts.gen.ts';
import type { Entry } from './entry.ts';

/** What is remembered of a tenant's trainings. */
export interface Past {
  readonly kind: 'past';
  /** Records that were in a dataset, as digests, oldest first. */
  readonly used: Set<string>;
  /** Subjects, as digests, with the label that they were taught with. */
  readonly taught: Map<string, string>;
  /** Oldest first. */
  cuts: readonly TrainingCut[];
  answers: readonly OrderAnswer[];
}

export const emptyPast = (): Past => ({ kind: 'past', used: new Set(), taught: new Map(), cuts: [], answers: [] });

/** 64 bits: none of 100,000 is taken for another, and the state stays small. */
const digestOf = (text: string): string => createHash('sha256').update(text).digest().toString('base64url', 0, 8);

export const wasUsed = ({ used }: Past, id: string): boolean => used.has(digestOf(id));

export const taughtOf = ({ taught }: Past, subject: string): string | undefined => taught.get(digestOf(subject));

/** The records had their say and are never taken again; `chosen` also teach. The oldest of more than `most` are forgotten. */
export function rememberUsed(past: Past, chosen: readonly Entry[], overruled: readonly Entry[], most: number): void {
  for (const { id } of [...chosen, ...overruled]) past.used.add(digestOf(id));
  for (const { subject, label } of chosen) {
    if (label === '') continue;
    const digest = digestOf(subject);
    past.taught.delete(digest);
    past.taught.set(digest, label);
  }
  forgetOldest(past.used, most);
  forgetOldest(past.taught, most);
}

function forgetOldest(kept: Set<string> | Map<string, string>, most: number): void {
  for (const key of kept.keys()) {
    if (kept.size <= most) return;
    kept.delete(key);
  }
}

const WEEK_MS = 7 * 86_400_000;
const MOST_CUTS = 64;

export function rememberCut(past: Past, cut: TrainingCut): void {
  past.cuts = [...past.cuts, cut].sort((a, b) => a.time - b.time).slice(-MOST_CUTS);
}

/** When the tenant may be trained again; null: now. */
export function limitedUntil({ cuts }: Past, limit: number, now: number): number | null {
  const recent = cuts.filter(({ time }) => time > now - WEEK_MS);
  const first = recent.at(-limit);
  return first && recent.length >= limit ? first.time + WEEK_MS : null;
}

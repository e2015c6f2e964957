import { byTime, type Entry, UNSURE } from '../entry.ts';
import { classOf } from './labels.ts';
import { type OutlierPolicy, outliers } from './outliers.ts';
import { withoutQuorum } from './quorum.ts';
import { balance, capShares } from './shares.ts';
import { settleVotes } from './votes.ts';

export interface ChoicePolicy extends OutlierPolicy {
  readonly analystShare: number;
  readonly ruleShare: number;
  readonly leastClassShare: number;
}

/** What is known beside the buffer. */
export interface Known {
  /** The label that an earlier dataset has for a subject. */
  readonly taught: (subject: string) => string | undefined;
  /** Analysts whose held verdicts were looked at and released. */
  readonly released: ReadonlySet<string>;
}

export interface Choice {
  /** By time, then id. */
  readonly chosen: readonly Entry[];
  /** Lost against a quorum that is chosen: they have had their say. */
  readonly overruled: readonly Entry[];
  /** Records that are not chosen, by reason. */
  readonly leftOut: Readonly<Record<string, number>>;
}

/** What of a buffer can be trained on now. It depends on the set of records, not on their order of arrival. */
export function choose(entries: readonly Entry[], policy: ChoicePolicy, { taught, released }: Known): Choice {
  const sure = entries.filter(({ label }) => label !== UNSURE).sort(byTime);
  const far = outliers(sure, policy);
  const heard = sure.filter((entry) => !far.has(entry) || released.has(entry.author));
  const { agreed, quarantined, overruled } = settleVotes(heard, policy.quorum, taught);
  const lone = withoutQuorum(agreed, policy.quorum);
  const backed = agreed.filter((entry) => !lone.has(entry)).sort(byTime);
  const chosen = capAll(backed, policy);
  const subjects = new Set(chosen.map(({ subject }) => subject));
  return {
    chosen,
    overruled: overruled.filter(({ subject }) => subjects.has(subject)),
    leftOut: counts({
      unsure: entries.length - sure.length,
      held: sure.length - heard.length,
      contradicted: quarantined.length,
      overruled: overruled.length,
      no_quorum: lone.size,
      capped: backed.length - chosen.length,
    }),
  };
}

/** A cap may break another, so that all are laid on until none takes anything. */
function capAll(entries: readonly Entry[], policy: ChoicePolicy): readonly Entry[] {
  let kept = entries;
  for (let next = capOnce(kept, policy); next.length < kept.length; next = capOnce(kept, policy)) kept = next;
  return kept;
}

function capOnce(entries: readonly Entry[], policy: ChoicePolicy): readonly Entry[] {
  const byAuthor = capShares(entries, policy.analystShare, ({ author }) => author);
  const byRule = capShares(byAuthor, policy.ruleShare, ({ rule }) => (rule === '' ? null : rule));
  return byRule.some(({ label }) => classOf(label)) ? balance(byRule, policy.leastClassShare) : byRule;
}

const counts = (all: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(all).filter(([, count]) => count > 0));

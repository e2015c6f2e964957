import type { Entry } from '../entry.ts';
import { isQuieting } from './labels.ts';

/** Verdicts that would quieten a rule on the word of fewer analysts than the quorum. Where the rule is not known, they must agree on the alert itself. */
export function withoutQuorum(entries: readonly Entry[], quorum: number): ReadonlySet<Entry> {
  const quieting = entries.filter(({ label }) => isQuieting(label));
  const groups = Map.groupBy(quieting, ({ rule, subject }) => JSON.stringify(rule === '' ? ['', subject] : [rule]));
  return new Set([...groups.values()].filter((same) => new Set(same.map(({ author }) => author)).size < quorum).flat());
}

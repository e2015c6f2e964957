import type { VerdictValue } from '../domain/contracts.gen.ts';
import type { Count } from './rate-test.ts';
import type { ModelRef } from './source.ts';

/** Whose alerts are counted, and of which version. */
export interface Blamed extends ModelRef {
  /** Empty: of all. */
  readonly tenant: string;
}

/** What people said about alerts, by the versions of models that the alerts name. */
export interface Verdicts {
  raised(alert: string, versions: readonly Blamed[]): void;
  /** Answers the versions that it counts against; null where it does not count: said already, unsure, or of an alert that is not known. */
  judged(alert: string, verdict: VerdictValue): readonly Blamed[] | null;
  /** Alerts judged in this window, and those of them that were false. */
  count(of: Blamed): Count;
  /** Begins a new window. */
  clear(): void;
}

/** Alerts whose versions are remembered, the newest. */
const MOST_ALERTS = 50_000;

/** Each alert counts once, by the first verdict that says something. */
export function openVerdicts(): Verdicts {
  const versionsOf = new Map<string, readonly Blamed[] | 'judged'>();
  let said: { readonly blamed: Blamed; readonly isFalse: boolean }[] = [];
  return {
    raised(alert, versions) {
      if (versionsOf.has(alert)) return;
      versionsOf.set(alert, versions);
      const [oldest] = versionsOf.keys();
      if (versionsOf.size > MOST_ALERTS && oldest !== undefined) versionsOf.delete(oldest);
    },
    judged(alert, verdict) {
      const versions = versionsOf.get(alert) ?? 'judged';
      if (verdict === 'unsure' || versions === 'judged') return null;
      for (const blamed of versions) said.push({ blamed, isFalse: verdict === 'false_positive' });
      versionsOf.set(alert, 'judged');
      return versions;
    },
    count({ tenant, name, version }) {
      const mine = said.filter(
        ({ blamed }) =>
          blamed.name === name && blamed.version === version && (tenant === '' || blamed.tenant === tenant),
      );
      return { total: mine.length, events: mine.filter(({ isFalse }) => isFalse).length };
    },
    clear() {
      said = [];
    },
  };
}

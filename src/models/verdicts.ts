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
  judged(alert: string, verdict: VerdictValue): void;
  /** Alerts judged in this window, and those of them that were false. */
  count(of: Blamed): Count;
  /** Begins a new window. */
  clear(): void;
}

/** Alerts whose versions are remembered, the newest. */
const MOST_ALERTS = 50_000;

/** Each alert counts once, by the first verdict that says something. */
export function openVerdicts(): Verdicts {
  const versionsOf = new Map<string, readonly Blamed[]>();
  let said: { readonly blamed: Blamed; readonly isFalse: boolean }[] = [];
  return {
    raised(alert, versions) {
      if (versionsOf.has(alert)) return;
      versionsOf.set(alert, versions);
      const [oldest] = versionsOf.keys();
      if (versionsOf.size > MOST_ALERTS && oldest !== undefined) versionsOf.delete(oldest);
    },
    judged(alert, verdict) {
      if (verdict === 'unsure') return;
      for (const blamed of versionsOf.get(alert) ?? []) said.push({ blamed, isFalse: verdict === 'false_positive' });
      versionsOf.set(alert, []);
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

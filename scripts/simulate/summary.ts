import type { SeedResult } from '../../test/simulation/run-seed.ts';
import type { Options } from './options.ts';

export interface Summary {
  readonly seeds: number;
  readonly from: number;
  readonly to: number;
  readonly seconds: number;
  readonly steps: number;
  readonly deaths: number;
  readonly alerts: number;
  /** Histories that had the fault, by fault. */
  readonly faults: Readonly<Record<string, number>>;
  /** Checks that a history could not be held to, by reason: histories. */
  readonly skipped: Readonly<Record<string, number>>;
  readonly failures: readonly SeedResult[];
}

export function summaryOf(results: readonly SeedResult[], seconds: number): Summary {
  const sum = (of: (result: SeedResult) => number) => results.reduce((total, one) => total + of(one), 0);
  return {
    seeds: results.length,
    from: results[0]?.seed ?? 0,
    to: results.at(-1)?.seed ?? 0,
    seconds: Math.round(seconds),
    steps: sum(({ steps }) => steps),
    deaths: sum(({ crashes }) => crashes),
    alerts: sum(({ alerts }) => alerts),
    faults: counts(results.map(({ on }) => on)),
    skipped: counts(results.map(({ skipped }) => [...new Set(skipped)])),
    failures: results.filter(({ faults }) => faults.length > 0),
  };
}

function counts(lists: readonly (readonly string[])[]): Record<string, number> {
  const all = new Map<string, number>();
  for (const name of lists.flat()) all.set(name, (all.get(name) ?? 0) + 1);
  return Object.fromEntries([...all].sort(([, a], [, b]) => b - a));
}

const lines = (counted: Readonly<Record<string, number>>): string =>
  Object.entries(counted)
    .map(([name, count]) => `  ${String(count).padStart(6)}  ${name}`)
    .join('\n');

export function summaryText(summary: Summary): string {
  const { seeds, from, to, seconds, steps, deaths, alerts, faults, skipped, failures } = summary;
  const verdict =
    failures.length === 0 ? 'all hold' : `${failures.length} FAILED: ${failures.map(({ seed }) => seed).join(', ')}`;
  return [
    `${seeds} histories (seeds ${from} to ${to}) in ${seconds} s: ${verdict}`,
    `${steps} steps, ${deaths} processes died, ${alerts} records on alerts.raised`,
    `histories with\n${lines(faults)}`,
    `histories in which a check was left out, and why\n${lines(skipped)}`,
  ].join('\n');
}

/** What failed, and the command that shows it again. */
export function failureText({ seed, faults }: SeedResult, options: Pick<Options, 'faults'>): readonly string[] {
  if (faults.length === 0) return [];
  const only = options.faults ? ` --faults ${options.faults.join(',')}` : '';
  return [
    `seed ${seed} FAILED`,
    ...faults.slice(0, 5).map(({ checker, text }) => `  ${checker}: ${text}`),
    `  again: npm run simulate -- --seed ${seed}${only} --trace`,
  ];
}

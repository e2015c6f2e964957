import type { Counts } from './verdict.ts';

/** What of the promise is broken by these counts, in words. */
export function faultsOf(counts: Counts): readonly string[] {
  const { examples, degraded, lost, deadLettered, conflicting, missingAlerts, extraAlerts } = counts;
  const broken: readonly (readonly [number, string])[] = [
    [lost, `records lost, such as ${examples.join('; ')}`],
    [degraded, 'signals made without one of the models'],
    [deadLettered, 'records dead-lettered, and none was bad'],
    [missingAlerts, 'alerts missing'],
    [extraAlerts, 'alerts too many'],
    [conflicting, 'alerts repeated with another body'],
  ];
  return broken.filter(([times]) => times > 0).map(([times, what]) => `${times} ${what}`);
}

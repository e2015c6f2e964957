import type { Metrics } from '../ports.ts';
import type { OpenEntry } from './ledger.ts';

/**
 * What the ledger tells, as counters: counted when an entry is saved and not before, so that a repeated batch counts
 * once and the figures are those of the ledger. Costs nothing per record.
 */
export function measureEntry(metrics: Metrics, { stage, dropped, deadLettered, ...entry }: OpenEntry): void {
  for (const [reason, count] of Object.entries(dropped))
    metrics.count('vedette_dropped_total', { stage, reason }, count);
  for (const [reason, count] of Object.entries(deadLettered))
    metrics.count('vedette_dead_letters_total', { stage, reason }, count);
  if (entry.repeated > 0) metrics.count('vedette_repeated_total', { stage }, entry.repeated);
  if (entry.late > 0) metrics.count('vedette_late_total', { stage }, entry.late);
  if (entry.evicted > 0) metrics.count('vedette_evicted_total', { stage }, entry.evicted);
  if (entry.produced > 0) metrics.count('vedette_produced_total', { stage }, entry.produced);
}

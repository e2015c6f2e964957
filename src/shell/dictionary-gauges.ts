import type { Metrics } from '../ports.ts';
import type { Dictionary } from './dictionary.ts';

/** Tells which dictionaries this process holds, and since when it does not know of newer ones. */
export function setDictionaryGauges(metrics: Metrics, dictionary: Dictionary<unknown>, nowMs: number): void {
  const version = dictionary.version();
  if (version === null) return;
  metrics.gauge('vedette_dictionary_version', {}, version);
  metrics.gauge('vedette_dictionary_age_seconds', {}, (nowMs - dictionary.seenAt()) / 1000);
}

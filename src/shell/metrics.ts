import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics } from '../ports.ts';

export interface PrometheusMetrics extends Metrics {
  /** All metrics in the text format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
  /** Forgets every series of a gauge, so that what is gone is not shown for ever. */
  clear(name: string): void;
}

/** What each metric means; a test finds those that are not listed. */
export const HELP: Readonly<Record<string, string>> = {
  vedette_records_total: 'Input records by what became of them.',
  vedette_retries_total: 'Attempts repeated because the world was broken.',
  vedette_fenced_total: 'Saves refused because another owner went further.',
  vedette_skipped_offsets_total: 'Offsets that retention took before they were read.',
  vedette_position_offset: 'Offset of the next input record.',
  vedette_end_offset: 'End of the log as last known.',
  vedette_lag_offsets: 'Offsets between the position and the end of the log.',
  vedette_watermark_seconds:
    'Event time before which nothing more is expected, in seconds since 1970; absent until every sender was heard.',
  vedette_alive_age_seconds: 'Seconds since the last save or look at an empty log.',
  vedette_broker_age_seconds: 'Seconds since the broker last answered the consumer.',
  vedette_assigned_partitions: 'Partitions held.',
  vedette_ready: '1 when the process is ready.',
};

/** Counts of what strangers say are counted under this. */
const OTHER = 'other';
const LABEL = /^[\w./-]{1,80}$/;

/** Metrics of this process for Prometheus. Labels are made of letters, digits and ._/- alone: nothing that a log could smuggle in. */
export function prometheusMetrics(): PrometheusMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const made = new Map<string, Counter | Gauge | Histogram>();

  function metric<T extends Counter | Gauge | Histogram>(
    kind: new (options: Options) => T,
    name: string,
    labels: object,
  ): T {
    const known = made.get(name) as T | undefined;
    if (known) return known;
    const help = HELP[name] ?? name;
    const fresh = new kind({ name, help, labelNames: Object.keys(labels), registers: [registry] });
    made.set(name, fresh);
    return fresh;
  }

  return {
    count: (name, labels, by = 1) => metric<Counter>(Counter, name, labels).inc(closed(labels), by),
    gauge: (name, labels, value) => metric<Gauge>(Gauge, name, labels).set(closed(labels), value),
    observe: (name, labels, seconds) => metric<Histogram>(Histogram, name, labels).observe(closed(labels), seconds),
    text: () => registry.metrics(),
    contentType: registry.contentType,
    clear: (name) => made.get(name)?.reset(),
  };
}

interface Options {
  readonly name: string;
  readonly help: string;
  readonly labelNames: string[];
  readonly registers: Registry[];
}

const closed = (labels: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, LABEL.test(value) ? value : OTHER]));

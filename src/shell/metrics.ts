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
  vedette_dropped_total: 'Records dropped, by reason; counted when the ledger tells of them.',
  vedette_dead_letters_total: 'Records dead-lettered, by reason; counted when the ledger tells of them.',
  vedette_repeated_total: 'Records that were here before, recognised by their origin.',
  vedette_late_total: 'Events that came too late for their window.',
  vedette_evicted_total: 'States given up for lack of room.',
  vedette_produced_total: 'Records sent to other stages and to subscribers.',
  vedette_batch_seconds: 'Time from taking a batch to its save, waits included.',
  vedette_produce_seconds: 'Time until every in-sync replica has acknowledged what a batch sent.',
  vedette_store_seconds: 'Time that the state store takes, by call.',
  vedette_registry_seconds: 'Time that a question to the schema registry takes; none while schemas are known.',
  vedette_event_age_seconds: 'Age of the newest event of a batch, by event time, when it was saved.',
  vedette_append_age_seconds: 'Age of the oldest record of a batch, by append time, when it was saved.',
  vedette_partitions_moved_total: 'Partitions assigned and revoked by rebalances.',
  vedette_retries_total: 'Attempts repeated because a part of the world was broken, by which.',
  vedette_fenced_total: 'Saves refused because another owner went further.',
  vedette_skipped_offsets_total: 'Offsets that retention took before they were read.',
  vedette_position_offset: 'Offset of the next input record.',
  vedette_end_offset: 'End of the log as last known.',
  vedette_lag_offsets: 'Offsets between the position and the end of the log.',
  vedette_watermark_seconds:
    'Event time before which nothing more is expected, in seconds since 1970; absent until every sender was heard.',
  vedette_alive_age_seconds: 'Seconds since the last save or look at an empty log.',
  vedette_waiting_seconds: 'Seconds since a partition waits for a broken part of the world; absent while none does.',
  vedette_unheard_senders:
    'Partitions of the stage before that have never said how far they are: event time stands still.',
  vedette_sender_spread_seconds: 'Event time between the fastest and the slowest partition of the stage before.',
  vedette_trainings_waiting: 'Trainings that wait for their turn.',
  vedette_training_steps_total: 'Trainings by the state that they came into.',
  vedette_training_waits_total: 'Times that trainings had to wait because a part of the world was broken.',
  vedette_table_version: 'Version of each table in force.',
  vedette_silent_sources: 'Hosts that were regular and have fallen silent.',
  vedette_longest_silence_seconds: 'Event time since the first of them was heard last; absent while there are none.',
  vedette_broker_age_seconds: 'Seconds since the broker last answered the consumer.',
  vedette_assigned_partitions: 'Partitions held.',
  vedette_paused_partitions: 'Partitions that are not fetched while their batch is at work.',
  vedette_model_usable: '1 for each model that serves, 0 for each that cannot.',
  vedette_model_provider: '1 for what runs each model: tensorrt, cuda, webgpu, cpu or server.',
  vedette_model_runs_total: 'Runs of a model by outcome.',
  vedette_model_seconds: 'Time that a run of a model takes, queueing included.',
  vedette_degraded_rows_total: 'Rows that a model has not scored: missing, unfit, failed or late.',
  vedette_model_rollbacks_total: 'Versions of models that the guard has taken back, by what they broke.',
  vedette_model_trial_p_value:
    'Of a version on trial against the one in force, by test; valid however often one looks.',
  vedette_model_score_drift:
    'Population stability index of the scores in force against held-out rows; above 0.25 is major.',
  vedette_model_drifted_features: 'Features of a model in force that lie elsewhere than in training.',
  vedette_model_verdict_shifts:
    'Streams of verdicts, of all tenants and of each, in which the share of false alarms has moved within a day; model ALL is whatever was judged.',
  vedette_rule_faults: 'Rules of the newest set that cannot be loaded; the others are in force.',
  vedette_tenant_minutes_late_total:
    'Minutes of a tenant that another partition told after rows had wanted them: they know an older state of it.',
  vedette_shadow_hits_total: 'Matches of rules, and firings of correlations, that run in the shadow.',
  vedette_yara_scans_total: 'Scans with YARA rules, of the texts of some events together, by outcome.',
  vedette_yara_payloads_total:
    'Texts by what became of them: ruled_out can match no rule, remembered were scanned before.',
  vedette_yara_hits_total: 'Matches of YARA rules in texts that were scanned.',
  vedette_yara_restarts_total: 'YARA workers replaced, by cause; recycled is routine.',
  vedette_yara_quarantined_rules: 'YARA rules switched off because they hung or killed their worker twice.',
  vedette_dictionary_version: 'Changes of the dictionaries that this process has seen; absent before the first look.',
  vedette_dictionary_age_seconds: 'Seconds since it last saw whether they have changed.',
  vedette_feedback_answers_total: 'Answers to posted feedback, by status; 202: all of it is stored.',
  vedette_ready: '1 when the process is ready.',
};

/** Waits from a millisecond to a minute. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];
/** Ages, of telemetry that comes late or is replayed too. */
const AGE_BUCKETS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600, 21_600, 86_400];

/** Counts of what strangers say are counted under this. */
const OTHER = 'other';
const LABEL = /^[\w./-]{1,80}$/;

/**
 * Metrics of this process for Prometheus. Labels are made of letters, digits and ._/- alone: nothing that a log could
 * smuggle in. A reason that is not among the known ones is counted as `other`. A chain beside the live one is a label.
 */
export function prometheusMetrics(reasons: ReadonlySet<string>, chain = ''): PrometheusMetrics {
  const registry = new Registry();
  if (chain !== '') registry.setDefaultLabels({ chain });
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
    const options = { name, help, labelNames: Object.keys(labels), registers: [registry] };
    const buckets = name.endsWith('_age_seconds') ? AGE_BUCKETS : BUCKETS;
    const fresh = new kind(kind === (Histogram as unknown) ? { ...options, buckets } : options);
    made.set(name, fresh);
    return fresh;
  }

  const closed = (labels: Readonly<Record<string, string>>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(labels).map(([name, value]) => [
        name,
        LABEL.test(value) && (name !== 'reason' || reasons.has(value)) ? value : OTHER,
      ]),
    );

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
  readonly buckets?: number[];
  readonly registers: Registry[];
}

import type { StageStatus } from '../runner.ts';
import type { PrometheusMetrics } from './metrics.ts';

const PER_PARTITION = [
  'vedette_position_offset',
  'vedette_end_offset',
  'vedette_lag_offsets',
  'vedette_watermark_seconds',
  'vedette_alive_age_seconds',
  'vedette_waiting_seconds',
  'vedette_unheard_senders',
  'vedette_sender_spread_seconds',
  'vedette_table_version',
  'vedette_silent_sources',
  'vedette_longest_silence_seconds',
];
const PER_STAGE = ['vedette_broker_age_seconds', 'vedette_assigned_partitions', 'vedette_paused_partitions'];

/** Sets the gauges of every stage and partition held now; those of partitions given away vanish. */
export function setStageGauges(metrics: PrometheusMetrics, stages: readonly StageStatus[], nowMs: number): void {
  for (const name of [...PER_PARTITION, ...PER_STAGE]) metrics.clear(name);
  for (const { stage, brokerSeenAt, assignment, partitions, paused } of stages) {
    if (brokerSeenAt > 0) metrics.gauge('vedette_broker_age_seconds', { stage }, (nowMs - brokerSeenAt) / 1000);
    metrics.gauge('vedette_assigned_partitions', { stage }, assignment.length);
    metrics.gauge('vedette_paused_partitions', { stage }, paused.length);
    for (const partition of partitions) setPartitionGauges(metrics, stage, partition, nowMs);
  }
}

function setPartitionGauges(
  metrics: PrometheusMetrics,
  stage: string,
  { partition, offset, endOffset, watermark, aliveAt, ...rest }: StageStatus['partitions'][number],
  nowMs: number,
): void {
  const labels = { stage, partition: String(partition) };
  const { waiting, versions, figures } = rest;
  metrics.gauge('vedette_position_offset', labels, offset);
  metrics.gauge('vedette_end_offset', labels, endOffset);
  metrics.gauge('vedette_lag_offsets', labels, Math.max(0, endOffset - offset));
  if (Number.isFinite(watermark)) metrics.gauge('vedette_watermark_seconds', labels, watermark / 1000);
  metrics.gauge('vedette_alive_age_seconds', labels, (nowMs - aliveAt) / 1000);
  if (waiting)
    metrics.gauge('vedette_waiting_seconds', { ...labels, cause: waiting.outage }, (nowMs - waiting.since) / 1000);
  metrics.gauge('vedette_unheard_senders', labels, rest.unheardSenders);
  metrics.gauge('vedette_sender_spread_seconds', labels, rest.senderSpreadMs / 1000);
  for (const [table, version] of Object.entries(versions))
    metrics.gauge('vedette_table_version', { ...labels, table }, version);
  if (figures.silentSources !== undefined) metrics.gauge('vedette_silent_sources', labels, figures.silentSources);
  const silentMs = watermark - (figures.silentSince ?? Number.POSITIVE_INFINITY);
  if (Number.isFinite(silentMs)) metrics.gauge('vedette_longest_silence_seconds', labels, silentMs / 1000);
}

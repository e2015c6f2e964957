import type { StageStatus } from '../runner.ts';
import type { PrometheusMetrics } from './metrics.ts';

const PER_PARTITION = [
  'vedette_position_offset',
  'vedette_end_offset',
  'vedette_lag_offsets',
  'vedette_watermark_seconds',
  'vedette_alive_age_seconds',
];
const PER_STAGE = ['vedette_broker_age_seconds', 'vedette_assigned_partitions'];

/** Sets the gauges of every stage and partition held now; those of partitions given away vanish. */
export function setStageGauges(metrics: PrometheusMetrics, stages: readonly StageStatus[], nowMs: number): void {
  for (const name of [...PER_PARTITION, ...PER_STAGE]) metrics.clear(name);
  for (const { stage, brokerSeenAt, assignment, partitions } of stages) {
    if (brokerSeenAt > 0) metrics.gauge('vedette_broker_age_seconds', { stage }, (nowMs - brokerSeenAt) / 1000);
    metrics.gauge('vedette_assigned_partitions', { stage }, assignment.length);
    for (const { partition, offset, endOffset, watermark, aliveAt } of partitions) {
      const labels = { stage, partition: String(partition) };
      metrics.gauge('vedette_position_offset', labels, offset);
      metrics.gauge('vedette_end_offset', labels, endOffset);
      metrics.gauge('vedette_lag_offsets', labels, Math.max(0, endOffset - offset));
      if (Number.isFinite(watermark)) metrics.gauge('vedette_watermark_seconds', labels, watermark / 1000);
      metrics.gauge('vedette_alive_age_seconds', labels, (nowMs - aliveAt) / 1000);
    }
  }
}

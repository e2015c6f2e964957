import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { filesBelow } from '../../test/architecture/source-graph.ts';
import { HELP, prometheusMetrics } from './metrics.ts';
import { setStageGauges } from './stage-gauges.ts';

const lines = async (metrics: ReturnType<typeof prometheusMetrics>) =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith('vedette_'));

describe('metrics', () => {
  it('count, with what each means', async () => {
    const metrics = prometheusMetrics();
    metrics.count('vedette_records_total', { stage: 'intake', outcome: 'forward' }, 2);
    metrics.count('vedette_records_total', { stage: 'intake', outcome: 'forward' });
    expect(await lines(metrics)).toEqual(['vedette_records_total{stage="intake",outcome="forward"} 3']);
    expect(await metrics.text()).toContain(`# HELP vedette_records_total ${HELP.vedette_records_total}`);
  });

  it.each(['a b', 'x"} 1\nevil_total 9', '', 'é', 'x'.repeat(81)])(
    'never label what a stranger could write: %j',
    async (value) => {
      const metrics = prometheusMetrics();
      metrics.count('vedette_records_total', { stage: value });
      expect(await lines(metrics)).toEqual(['vedette_records_total{stage="other"} 1']);
    },
  );

  it('tell of the process itself', async () => {
    expect(await prometheusMetrics().text()).toContain('process_resident_memory_bytes');
  });

  it('have a meaning wherever the program uses them', () => {
    const used = filesBelow('src', ['.ts']).flatMap((path) =>
      [...readFileSync(path, 'utf8').matchAll(/'(vedette_[a-z_]+)'/g)].map((match) => match[1]),
    );
    expect(used.length).toBeGreaterThan(8);
    expect(used.filter((name) => !((name as string) in HELP))).toEqual([]);
  });
});

describe('gauges of the stages', () => {
  const part = { partition: 0, offset: 10, endOffset: 15, watermark: 5000, aliveAt: 9000, skipped: 0 };
  const status = { stage: 'alerts', assignment: [0], brokerSeenAt: 9500, partitions: [part] };

  it('show position, lag, watermark and age', async () => {
    const metrics = prometheusMetrics();
    setStageGauges(metrics, [status], 10_000);
    expect(await lines(metrics)).toEqual([
      'vedette_broker_age_seconds{stage="alerts"} 0.5',
      'vedette_assigned_partitions{stage="alerts"} 1',
      'vedette_position_offset{stage="alerts",partition="0"} 10',
      'vedette_end_offset{stage="alerts",partition="0"} 15',
      'vedette_lag_offsets{stage="alerts",partition="0"} 5',
      'vedette_watermark_seconds{stage="alerts",partition="0"} 5',
      'vedette_alive_age_seconds{stage="alerts",partition="0"} 1',
    ]);
  });

  it('forget a partition that was given away, and show no watermark before there is one', async () => {
    const metrics = prometheusMetrics();
    setStageGauges(metrics, [status], 10_000);
    setStageGauges(
      metrics,
      [{ ...status, partitions: [{ ...part, partition: 1, watermark: Number.NEGATIVE_INFINITY }] }],
      10_000,
    );
    const text = (await lines(metrics)).join();
    expect(text).not.toContain('partition="0"');
    expect(text).not.toContain('watermark');
  });
});

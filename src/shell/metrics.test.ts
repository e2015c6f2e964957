import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { filesBelow } from '../../test/architecture/source-graph.ts';
import { REASONS } from '../cli/reasons.ts';
import { HELP, prometheusMetrics } from './metrics.ts';
import { setStageGauges } from './stage-gauges.ts';

const lines = async (metrics: ReturnType<typeof prometheusMetrics>) =>
  (await metrics.text()).split('\n').filter((line) => line.startsWith('vedette_'));

describe('metrics', () => {
  it('count, with what each means', async () => {
    const metrics = prometheusMetrics(REASONS);
    metrics.count('vedette_records_total', { stage: 'intake', outcome: 'forward' }, 2);
    metrics.count('vedette_records_total', { stage: 'intake', outcome: 'forward' });
    expect(await lines(metrics)).toEqual(['vedette_records_total{stage="intake",outcome="forward"} 3']);
    expect(await metrics.text()).toContain(`# HELP vedette_records_total ${HELP.vedette_records_total}`);
  });

  it.each(['a b', 'x"} 1\nevil_total 9', '', 'é', 'x'.repeat(81)])(
    'never label what a stranger could write: %j',
    async (value) => {
      const metrics = prometheusMetrics(REASONS);
      metrics.count('vedette_records_total', { stage: value });
      expect(await lines(metrics)).toEqual(['vedette_records_total{stage="other"} 1']);
    },
  );

  it('tell of the process itself', async () => {
    expect(await prometheusMetrics(REASONS).text()).toContain('process_resident_memory_bytes');
  });

  it.each(['made_up', 'below_bar '])('count a reason that is none of ours as other: %j', async (reason) => {
    const metrics = prometheusMetrics(REASONS);
    metrics.count('vedette_dropped_total', { stage: 'intake', reason });
    metrics.count('vedette_dropped_total', { stage: 'intake', reason: 'below_bar' });
    expect(await lines(metrics)).toEqual([
      'vedette_dropped_total{stage="intake",reason="other"} 1',
      'vedette_dropped_total{stage="intake",reason="below_bar"} 1',
    ]);
  });

  it('all have a meaning, and every meaning has a metric', () => {
    const used = filesBelow('src', ['.ts'])
      .filter((path) => !path.endsWith('.test.ts') && !path.endsWith('shell/metrics.ts'))
      .flatMap((path) => [...readFileSync(path, 'utf8').matchAll(/'(vedette_[a-z_]+)'/g)].map((match) => match[1]));
    expect([...new Set(used)].sort()).toEqual(Object.keys(HELP).sort());
  });

  it('know every reason that the program gives', () => {
    const given = filesBelow('src', ['.ts'])
      .filter((path) => /\/(runner|stages|shell\/avro|shell\/schema-registry|shell\/kafka)/.test(path))
      .filter((path) => !path.endsWith('.test.ts'))
      .flatMap((path) => [
        ...readFileSync(path, 'utf8').matchAll(
          /(?:deadLetter|drop|refuse)\('([a-z_]+)'|ok: false, reason: '([a-z_]+)'/g,
        ),
      ])
      .map(([, called, answered]) => called ?? answered);
    expect(given.length).toBeGreaterThan(20);
    expect(given.filter((reason) => !REASONS.has(reason as string))).toEqual([]);
  });
});

describe('gauges of the stages', () => {
  const part = {
    ...{ partition: 0, offset: 10, endOffset: 15, watermark: 5000, aliveAt: 9000 },
    waiting: { outage: 'store', since: 8000 } as const,
    ...{ unheardSenders: 1, senderSpreadMs: 250, versions: { 'alerts.silences.v1': 3 } },
    figures: { silentSources: 2, silentSince: 1000 },
  };
  const status = {
    stage: 'alerts',
    assignment: [0],
    brokerSeenAt: 9500,
    partitions: [part],
    paused: [0],
    skipped: new Map(),
  };

  it('show position, lag, watermark and age', async () => {
    const metrics = prometheusMetrics(REASONS);
    setStageGauges(metrics, [status], 10_000);
    expect(await lines(metrics)).toEqual([
      'vedette_broker_age_seconds{stage="alerts"} 0.5',
      'vedette_assigned_partitions{stage="alerts"} 1',
      'vedette_paused_partitions{stage="alerts"} 1',
      'vedette_position_offset{stage="alerts",partition="0"} 10',
      'vedette_end_offset{stage="alerts",partition="0"} 15',
      'vedette_lag_offsets{stage="alerts",partition="0"} 5',
      'vedette_watermark_seconds{stage="alerts",partition="0"} 5',
      'vedette_alive_age_seconds{stage="alerts",partition="0"} 1',
      'vedette_waiting_seconds{stage="alerts",partition="0",cause="store"} 2',
      'vedette_unheard_senders{stage="alerts",partition="0"} 1',
      'vedette_sender_spread_seconds{stage="alerts",partition="0"} 0.25',
      'vedette_table_version{stage="alerts",partition="0",table="alerts.silences.v1"} 3',
      'vedette_silent_sources{stage="alerts",partition="0"} 2',
      'vedette_longest_silence_seconds{stage="alerts",partition="0"} 4',
    ]);
  });

  it('forget a partition that was given away, and show no watermark before there is one', async () => {
    const metrics = prometheusMetrics(REASONS);
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

import { describe, expect, it } from '@jest/globals';
import type { StageStatus } from '../runner.ts';
import { liveness, readiness, type StageHealth } from './health.ts';

const NOW = 1_000_000_000;

function running(change: Partial<StageStatus['partitions'][number]> = {}, brokerSeenAt = NOW): StageHealth {
  const partition = { partition: 3, offset: 5, endOffset: 5, watermark: 0, aliveAt: NOW, skipped: 0, ...change };
  return {
    stage: 'alerts',
    state: 'running',
    status: { stage: 'alerts', assignment: [3], brokerSeenAt, partitions: [partition] },
  };
}

describe('ready', () => {
  it.each([
    ['a stage at the end of its log', running()],
    ['a stage that is behind and moves on', running({ endOffset: 900, aliveAt: NOW - 59_000 })],
    ['a quiet partition', running({ aliveAt: NOW - 600_000 })],
    ['a broker that answered a while ago', running({}, NOW - 29_000)],
  ])('is %s', (_, stage) => {
    expect(readiness([stage], NOW)).toEqual({ ok: true, faults: [] });
  });

  it.each([
    [
      'a stage that starts',
      { stage: 'alerts', state: 'starting', waitsFor: 'its topics' },
      'alerts: waits for its topics',
    ],
    ['a stage that has not joined', running({}, 0), 'alerts: has not joined'],
    ['a broker that is silent', running({}, NOW - 31_000), 'alerts: the broker has not answered for 31 s'],
    [
      'a partition that stalls',
      running({ endOffset: 900, aliveAt: NOW - 61_000 }),
      'alerts/3: stands at 5 of 900 for 61 s',
    ],
    [
      'a loss to retention',
      running({ skipped: 7 }),
      'alerts/3: retention took 7 offsets before they were read; restart',
    ],
    ['a stage that failed', { stage: 'alerts', state: 'failed', reason: 'no topic' }, 'alerts: failed: no topic'],
  ] as const)('is not %s, and says so', (_, stage, fault) => {
    expect(readiness([running(), stage], NOW)).toEqual({ ok: false, faults: [expect.stringContaining(fault)] });
  });
});

it('is alive until a stage fails, ready or not', () => {
  expect(liveness([running({ skipped: 1 }, 0), { stage: 'x', state: 'starting', waitsFor: '' }]).ok).toBe(true);
  expect(liveness([{ stage: 'x', state: 'failed', reason: 'gone' }])).toEqual({
    ok: false,
    faults: ['x: failed: gone'],
  });
});

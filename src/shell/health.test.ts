import { describe, expect, it } from '@jest/globals';
import type { StageStatus } from '../runner.ts';
import { liveness, readiness, type StageHealth } from './health.ts';

const NOW = 1_000_000_000;
const vitals = { now: NOW, stallMs: 30_000, servers: [] };

function running(
  change: Partial<StageStatus['partitions'][number]> = {},
  brokerSeenAt = NOW,
  skipped: StageStatus['skipped'] = new Map(),
): StageHealth {
  const partition = {
    ...{ partition: 3, offset: 5, endOffset: 5, watermark: 0, aliveAt: NOW, waiting: null },
    ...{ unheardSenders: 0, senderSpreadMs: 0, versions: {}, figures: {} },
    ...change,
  };
  return {
    stage: 'alerts',
    state: 'running',
    status: { stage: 'alerts', assignment: [3], brokerSeenAt, partitions: [partition], paused: [], skipped },
  };
}

it('ready tells what runs each model, and one that is not open is no fault', () => {
  const models = [
    { model: 'm/1.0.0', provider: 'cuda', precision: 'fp32' },
    { model: 'm/2.0.0', fault: 'model.onnx: there is no such file' },
  ];
  const stages = [{ ...running(), models } as StageHealth, running()];
  expect(readiness(stages, vitals)).toEqual({ ok: true, faults: [], models });
});

it.each([17, null])(
  'ready tells the version %s of the dictionaries, and that none was seen is no fault',
  (dictionary) => {
    expect(readiness([running()], { ...vitals, dictionary })).toEqual({ ok: true, faults: [], dictionary });
  },
);

describe('ready', () => {
  it.each([
    ['a stage at the end of its log', running()],
    ['a stage that is behind and moves on', running({ endOffset: 900, aliveAt: NOW - 29_000 })],
    ['a stage that waits for the store since a moment', running({ waiting: { outage: 'store', since: NOW - 29_000 } })],
    ['a broker that answered a while ago', running({}, NOW - 29_000)],
  ])('is %s', (_, stage) => {
    expect(readiness([stage], vitals)).toEqual({ ok: true, faults: [] });
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
      running({ endOffset: 900, aliveAt: NOW - 31_000 }),
      'alerts/3: has stood still at 5 of 900 for 31 s',
    ],
    [
      'a partition at its end that nobody looks at',
      running({ aliveAt: NOW - 31_000 }),
      'alerts/3: has stood still at 5 of 5 for 31 s',
    ],
    [
      'a registry that is waited for',
      running({ waiting: { outage: 'registry', since: NOW - 31_000 } }),
      'alerts/3: waits for the registry since 31 s',
    ],
    [
      'a loss to retention, though the partition has moved on',
      running({}, NOW, new Map([[2, 7]])),
      'alerts/2: retention took 7 offsets before they were read; restart',
    ],
    ['a stage that failed', { stage: 'alerts', state: 'failed', reason: 'no topic' }, 'alerts: failed: no topic'],
  ] as const)('is not %s, and says so', (_, stage, fault) => {
    expect(readiness([running(), stage], vitals)).toEqual({ ok: false, faults: [expect.stringContaining(fault)] });
  });
});

it('is not ready while a server is silent, and ready again when it answers', () => {
  const answering = (at: number) => ({ ...vitals, servers: [{ name: 'the state store', lastAnswerAt: () => at }] });
  expect(readiness([running()], answering(NOW - 31_000)).faults).toEqual(['the state store has not answered for 31 s']);
  expect(readiness([running()], answering(NOW)).ok).toBe(true);
});

it('is alive until a stage fails, ready or not', () => {
  expect(liveness([running({}, 0, new Map([[3, 1]])), { stage: 'x', state: 'starting', waitsFor: '' }]).ok).toBe(true);
  expect(liveness([{ stage: 'x', state: 'failed', reason: 'gone' }])).toEqual({
    ok: false,
    faults: ['x: failed: gone'],
  });
});

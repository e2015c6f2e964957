import { describe, expect, it } from '@jest/globals';
import { promotion } from '../../test/fixtures/promotion.ts';
import type { ModelMeasurement, PromotedModel } from '../domain/contracts.gen.ts';
import { GUARD } from './guard.ts';
import { openTally } from './tally.ts';
import { openWatch, type WatchBounds } from './watch.ts';

const BOUNDS: WatchBounds = {
  ...{ guard: GUARD, leastRows: 500, tolerance: 0.25, alpha: 0.05 },
  ...{ windowMs: 1_000, probationMs: 60_000 },
};
const ACTIVE = promotion({ version: '1.0.0' });
const CANARY = promotion({ version: '1.1.0', role: 'canary', share: 0.5, time: 1_000 });

let sequence = 0;
function measurement(change: Partial<ModelMeasurement> = {}): ModelMeasurement {
  sequence += 1;
  const none = openTally({ tenant: 'acme', model: 'm', version: '1.0.0', arm: 'active' }).tallied();
  return { ...none, ...{ process: 'p', sequence, from: 1_000, to: 2_000, rows: 500, forwarded: 50 }, ...change };
}
const canary = (change: Partial<ModelMeasurement> = {}) => measurement({ arm: 'canary', version: '1.1.0', ...change });

function watching(promotions: readonly PromotedModel[]) {
  const watch = openWatch(BOUNDS);
  watch.promoted(promotions);
  return watch;
}
const trialOf = (watch: ReturnType<typeof openWatch>, now = 1e9) => {
  const [found] = watch.look(now);
  if (found?.kind !== 'trial') throw new Error('no trial');
  return found.report;
};

describe('the watch over models', () => {
  it('given a measurement twice, then it counts once', () => {
    const watch = watching([ACTIVE, CANARY]);
    const one = canary();
    for (const again of [one, one]) watch.measured(again, 2_500);
    expect(trialOf(watch).trial.rows).toBe(500);
  });

  it('given what was before the trial, or of another version, model or arm, then it is left out', () => {
    const watch = watching([ACTIVE, CANARY]);
    const others = [{ from: 999 }, { version: '2.0.0' }, { model: 'n' }, { arm: 'shadow' as const }];
    for (const change of others) watch.measured(canary(change), 2_500);
    expect(trialOf(watch).trial.rows).toBe(0);
  });

  it('given a trial of one tenant, then others are left out on both sides', () => {
    const watch = watching([ACTIVE, { ...CANARY, tenant: 'acme' }]);
    for (const tenant of ['acme', 'other']) {
      watch.measured(canary({ tenant }), 2_500);
      watch.measured(measurement({ tenant }), 2_500);
    }
    expect(trialOf(watch)).toMatchObject({ trial: { rows: 500 }, active: { rows: 500 } });
  });

  it('given a trial that is changed, then it begins anew; while it stays, it goes on', () => {
    const watch = watching([ACTIVE, CANARY]);
    watch.measured(canary(), 2_500);
    watch.look(5_000);
    watch.promoted([ACTIVE, { ...CANARY }]);
    expect(trialOf(watch).trial.rows).toBe(500);
    watch.promoted([ACTIVE, { ...CANARY, share: 0.9, time: 6_000 }]);
    expect(trialOf(watch).trial.rows).toBe(0);
    watch.promoted([ACTIVE, { ...CANARY, version: '' }]);
    expect(watch.look(1e9)).toEqual([]);
  });

  it('given a shadow, then both are counted by what the model alone would forward', () => {
    const watch = watching([ACTIVE, { ...CANARY, role: 'shadow' }]);
    const scores = Array.from({ length: 20 }, (_, bin) => (bin === 12 ? 25 : 0));
    watch.measured(measurement({ arm: 'shadow', version: '1.1.0', forwarded: 0, scores }), 2_500);
    watch.measured(measurement({ scores }), 2_500);
    expect(trialOf(watch)).toMatchObject({ trial: { forwardedShare: 0.05 }, active: { forwardedShare: 0.05 } });
  });

  it('given verdicts on alerts that name a version, then they are counted once, and by their tenant', () => {
    const watch = watching([ACTIVE, CANARY]);
    const blamed = (version: string) => [{ tenant: 'acme', name: 'm', version }];
    for (let i = 0; i < 80; i++) watch.raised(`c${i}`, blamed('1.1.0'));
    for (let i = 0; i < 80; i++) watch.raised(`a${i}`, blamed('1.0.0'));
    watch.measured(canary(), 2_500);
    for (let i = 0; i < 80; i++) {
      watch.judged(`c${i}`, 'false_positive');
      watch.judged(`c${i}`, 'false_positive');
      watch.judged(`a${i}`, i < 10 ? 'false_positive' : 'true_positive');
    }
    watch.judged('unknown', 'false_positive');
    const report = trialOf(watch);
    expect(report.falseAlerts.ratio).toBe(8);
    expect(report.decision).toBe('end');
  });
});

describe('the probation of a version that was promoted', () => {
  const promoted = promotion({ version: '1.1.0', previous: '1.0.0', time: 1_000 });
  const broken = (of: PromotedModel, now: number) => {
    const watch = watching([of]);
    for (const time of [2_500, 3_500, 4_500])
      watch.measured(measurement({ version: '1.1.0', rows: 1_000, degraded: 1_000 }), time);
    return watch.look(now);
  };

  it('given one without scores, then it is to be taken back', () => {
    expect(broken(promoted, 10_000)).toEqual([{ kind: 'broken', active: promoted, metric: 'degraded' }]);
  });

  it.each<[string, Partial<PromotedModel>, number]>([
    ['its probation is over', {}, 70_000],
    ['there is none before it', { previous: '' }, 10_000],
    ['the guard itself has put it there', { reason: 'guard:degraded' }, 10_000],
  ])('given that %s, then it stays', (_, change, now) => {
    expect(broken({ ...promoted, ...change }, now)).toEqual([]);
  });
});

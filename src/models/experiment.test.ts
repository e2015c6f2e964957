import { describe, expect, it } from '@jest/globals';
import { type ExperimentBounds, openExperiment } from './experiment.ts';
import { GUARD } from './guard.ts';
import { binomial, seeded } from './simulated.fixture.ts';
import { NOTHING, type Totals } from './totals.ts';

const BOUNDS: ExperimentBounds = { guard: GUARD, leastRows: 1_000, tolerance: 0.25, alpha: 0.05 };
const did = (rows: number, forwarded: number, change: Partial<Totals> = {}): Totals => ({
  ...NOTHING,
  ...{ rows, forwarded },
  ...change,
});

/** An experiment of a tenth of the rows over so many windows of 1,000. */
function after(windows: number, ratio: number, seed = 1, judged = { active: 0, trial: 0 }) {
  const random = seeded(seed);
  const experiment = openExperiment(BOUNDS);
  for (let i = 0; i < windows; i++)
    experiment.add(
      { active: did(900, binomial(random, 900, 0.2)), trial: did(100, binomial(random, 100, 0.2 * ratio)) },
      { active: { total: 4, events: judged.active }, trial: { total: 4, events: judged.trial } },
    );
  return experiment.report();
}

describe('an experiment', () => {
  it.each<[string, Parameters<typeof after>, string, RegExp]>([
    ['has few rows', [5, 1], 'go on', /500 rows of the 1000/],
    ['is as good, and has shown it', [100, 1], 'promote', /as much within 25 %/],
    ['forwards half as much again', [60, 1.6], 'go on', /times as much: look at its alerts/],
    ['forwards three times as much', [60, 3], 'end', /guard on forwarded/],
    ['is called false more often', [30, 1.3, 1, { active: 1, trial: 3 }], 'end', /called its alerts false/],
    ['is called false less often', [30, 1.3, 1, { active: 3, trial: 1 }], 'promote', /called its alerts false/],
  ])('given a version that %s, then: %s', (_, [windows, ratio, seed, judged], decision, because) => {
    expect(after(windows, ratio, seed, judged)).toMatchObject({ decision, because: expect.stringMatching(because) });
  });

  it('given a version that forwards a quarter more, then hardly one of 200 runs promotes it, at whatever window it is asked', () => {
    let promoted = 0;
    for (let seed = 0; seed < 200; seed++) {
      const random = seeded(seed);
      const experiment = openExperiment(BOUNDS);
      for (let i = 0; i < 60; i++) {
        experiment.add({ active: did(900, binomial(random, 900, 0.2)), trial: did(100, binomial(random, 100, 0.25)) });
        if (experiment.report().decision !== 'promote') continue;
        promoted += 1;
        break;
      }
    }
    expect(promoted / 200).toBeLessThanOrEqual(BOUNDS.alpha);
  });

  it('given nothing, then it says so with numbers that can be shown', () => {
    const report = openExperiment(BOUNDS).report();
    expect(report).toMatchObject({ decision: 'go on', scorePsi: 0, trial: { rows: 0, degradedShare: 0 } });
  });
});

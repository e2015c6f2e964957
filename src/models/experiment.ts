import { psi } from '../detectors/drift/psi.ts';
import { forwardedOf, type GuardBounds, openGuard, type Verdict } from './guard.ts';
import { latencyQuantile } from './latency-bins.ts';
import { compareLatency, type LatencyDifference } from './latency-test.ts';
import { type Count, type Evidence, ratioTest } from './rate-test.ts';
import { NOTHING, plus, type Totals } from './totals.ts';

/** When an experiment is decided. */
export interface ExperimentBounds {
  readonly guard: GuardBounds;
  /** Rows that the version on trial must have scored. */
  readonly leastRows: number;
  /** Forwarding up to so much more or less is as good: 0.25 is a quarter. */
  readonly tolerance: number;
  /** Chance of a wrong decision in each direction, however often one looks. */
  readonly alpha: number;
}

/** What the version in force and the one on trial did over the same time. */
export interface Pair {
  readonly active: Totals;
  readonly trial: Totals;
}

/** Alerts that people have judged, and of them those that were false. */
export interface Judged {
  readonly active: Count;
  readonly trial: Count;
}

export type Decision = 'go on' | 'promote' | 'end';

export interface ArmReport {
  readonly rows: number;
  readonly forwardedShare: number;
  readonly degradedShare: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface ExperimentReport {
  readonly active: ArmReport;
  readonly trial: ArmReport;
  /** Rows forwarded, trial against active. */
  readonly forwarded: Evidence & { readonly ratio: number };
  /** The evidence that the trial forwards as much as the other, within the tolerance. */
  readonly alike: Evidence;
  readonly falseAlerts: Evidence & { readonly ratio: number };
  readonly latency: LatencyDifference;
  /** Population stability index between the scores of both. */
  readonly scorePsi: number;
  readonly guard: Verdict;
  readonly decision: Decision;
  /** Why, in a plain sentence. */
  readonly because: string;
}

export interface Experiment {
  add(pair: Pair, judged?: Judged): void;
  report(): ExperimentReport;
}

/** Compares a version on trial with the one in force, window after window; may be looked at and stopped at any time. */
export function openExperiment(bounds: ExperimentBounds): Experiment {
  const guard = openGuard(bounds.guard);
  const differs = ratioTest();
  const [notMore, notLess] = [ratioTest(1 / (1 + bounds.tolerance), 'above'), ratioTest(1 - bounds.tolerance, 'above')];
  const falseAlerts = ratioTest();
  let sums: Pair = { active: NOTHING, trial: NOTHING };
  return {
    add(pair, judged) {
      sums = { active: plus(sums.active, pair.active), trial: plus(sums.trial, pair.trial) };
      const [active, trial] = [forwardedOf(pair.active), forwardedOf(pair.trial)];
      guard.add(pair.trial, pair.active);
      differs.add(active, trial);
      // each is against the hypothesis that the difference is larger than what is tolerated
      notMore.add(trial, active);
      notLess.add(active, trial);
      if (judged) falseAlerts.add(judged.active, judged.trial);
    },
    report() {
      const found = {
        active: armReport(sums.active),
        trial: armReport(sums.trial),
        forwarded: differs.result(),
        alike: { pValue: Math.max(notMore.result().pValue, notLess.result().pValue) },
        falseAlerts: falseAlerts.result(),
        latency: compareLatency(sums.active, sums.trial, bounds.alpha),
        scorePsi: psi(sums.active.scores, sums.trial.scores),
        guard: guard.verdict(),
      };
      return { ...found, ...decide(found, bounds) };
    },
  };
}

const armReport = ({ rows, forwarded, degraded, latency }: Totals): ArmReport => ({
  rows,
  forwardedShare: rows === 0 ? 0 : forwarded / rows,
  degradedShare: rows === 0 ? 0 : degraded / rows,
  p50Ms: latencyQuantile(latency, 0.5),
  p99Ms: latencyQuantile(latency, 0.99),
});

type Found = Omit<ExperimentReport, 'decision' | 'because'>;

/** What people said goes before what was counted: a version that forwards less may miss something, one that is wrong less often is better. */
function decide(
  found: Found,
  { alpha, leastRows, tolerance }: ExperimentBounds,
): Pick<ExperimentReport, 'decision' | 'because'> {
  const { guard, trial, falseAlerts, forwarded, alike } = found;
  if (guard.kind === 'rollback')
    return {
      decision: 'end',
      because: `it breaks the bound of the guard on ${guard.metric}: ${short(guard.measured)} against ${short(guard.bound)}`,
    };
  if (trial.rows < leastRows)
    return { decision: 'go on', because: `it has scored ${trial.rows} rows of the ${leastRows} that are needed` };
  if (falseAlerts.pValue <= alpha)
    return falseAlerts.ratio > 1
      ? { decision: 'end', because: `people called its alerts false ${short(falseAlerts.ratio)} times as often` }
      : { decision: 'promote', because: `people called its alerts false ${short(falseAlerts.ratio)} times as often` };
  if (alike.pValue <= alpha)
    return {
      decision: 'promote',
      because: `it keeps the guard's bounds, and forwards as much within ${tolerance * 100} %`,
    };
  if (forwarded.pValue <= alpha)
    return {
      decision: 'go on',
      because: `it forwards ${short(forwarded.ratio)} times as much: look at its alerts, and judge them`,
    };
  return { decision: 'go on', because: 'no difference is proven yet, nor that there is none' };
}

const short = (number: number): string =>
  Number.isFinite(number) ? String(Number(number.toPrecision(3))) : 'far more';

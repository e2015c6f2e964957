import type { ModelMeasurement, PromotedModel, VerdictValue } from '../domain/contracts.gen.ts';
import {
  type Experiment,
  type ExperimentBounds,
  type ExperimentReport,
  openExperiment,
  type Pair,
} from './experiment.ts';
import { type Guard, openGuard } from './guard.ts';
import { promotionId } from './promotion.ts';
import { SCORE_BINS } from './tally.ts';
import { NOTHING, plus, type Totals } from './totals.ts';
import { type Blamed, openVerdicts } from './verdicts.ts';

export interface WatchBounds extends ExperimentBounds {
  /** Length of a window. */
  readonly windowMs: number;
  /** How long a version that was promoted is guarded. */
  readonly probationMs: number;
}

/** What is to be done, or told. */
export type Finding =
  | { readonly kind: 'trial'; readonly trial: PromotedModel; readonly report: ExperimentReport }
  | { readonly kind: 'broken'; readonly active: PromotedModel; readonly metric: string };

export interface Watch {
  /** What is promoted now. */
  promoted(promotions: readonly PromotedModel[]): void;
  /** A measurement with the time at which the broker took it; repeats are known by their numbers. */
  measured(measurement: ModelMeasurement, appendedAt: number): void;
  /** An alert and the versions that it names. */
  raised(alert: string, versions: readonly Blamed[]): void;
  /** Answers the versions that the verdict counts against; null where it does not count. */
  judged(alert: string, verdict: VerdictValue): readonly Blamed[] | null;
  /** Closes the windows that are over, and answers what is found. */
  look(now: number): readonly Finding[];
}

/** How the reason of a guard begins. */
export const BY_GUARD = 'guard:';

interface Running {
  readonly trial: PromotedModel;
  readonly experiment: Experiment;
}
interface Probation {
  readonly active: PromotedModel;
  readonly guard: Guard;
}

/** Follows versions on trial against those in force, and those just promoted against the bounds of the guard. */
export function openWatch(bounds: WatchBounds): Watch {
  const lastOf = new Map<string, number>();
  const verdicts = openVerdicts();
  let promotions: readonly PromotedModel[] = [];
  let running = new Map<string, Running>();
  let probations = new Map<string, Probation>();
  let open: { window: number; measurements: ModelMeasurement[] } = { window: 0, measurements: [] };

  function closeWindow(): void {
    for (const { trial, experiment } of running.values()) {
      const active: PromotedModel = { ...trial, version: inForceFor(trial, promotions), role: 'active' };
      const pair = { active: totalsOf(open.measurements, active), trial: totalsOf(open.measurements, trial) };
      const judged = { active: verdicts.count(active), trial: verdicts.count(trial) };
      experiment.add(trial.role === 'shadow' ? aloneOf(pair) : pair, judged);
    }
    for (const { active, guard } of probations.values()) guard.add(totalsOf(open.measurements, active), null);
    verdicts.clear();
    open = { window: open.window, measurements: [] };
  }

  function moveOn(time: number): void {
    const window = Math.floor(time / bounds.windowMs);
    if (window <= open.window) return;
    closeWindow();
    open.window = window;
  }

  return {
    promoted(next) {
      promotions = next;
      const fresh = (one: PromotedModel) => `${one.tenant}/${promotionId(one)} ${one.time}`;
      const trials = next.filter(({ role, version }) => role !== 'active' && version !== '');
      running = new Map(
        trials.map((trial) => [
          fresh(trial),
          running.get(fresh(trial)) ?? { trial, experiment: openExperiment(bounds) },
        ]),
      );
      // what the guard has put in force stays: two bad versions would take turns
      const actives = next.filter(
        ({ role, previous, reason }) => role === 'active' && previous !== '' && !reason.startsWith(BY_GUARD),
      );
      probations = new Map(
        actives.map((active) => [
          fresh(active),
          probations.get(fresh(active)) ?? { active, guard: openGuard(bounds.guard) },
        ]),
      );
    },
    measured(measurement, appendedAt) {
      if (measurement.sequence <= (lastOf.get(measurement.process) ?? 0)) return;
      remember(lastOf, measurement.process, measurement.sequence);
      moveOn(appendedAt);
      open.measurements.push(measurement);
    },
    raised: verdicts.raised,
    judged: verdicts.judged,
    look(now) {
      moveOn(now);
      const trials = [...running.values()].map(
        ({ trial, experiment }): Finding => ({
          ...{ kind: 'trial', trial },
          report: experiment.report(),
        }),
      );
      const broken = [...probations.values()].flatMap(({ active, guard }): Finding[] => {
        const verdict = guard.verdict();
        if (verdict.kind === 'keep' || now > active.time + bounds.probationMs) return [];
        return [{ kind: 'broken', active, metric: verdict.metric }];
      });
      return [...trials, ...broken];
    },
  };
}

/** A shadow forwards nothing: both are counted by what the model alone would forward, whatever the rules say. They score the same rows, so that no entity is on one side alone. */
const aloneOf = ({ active, trial }: Pair): Pair => ({ active: alone(active), trial: alone(trial) });

const alone = (totals: Totals): Totals => ({
  ...totals,
  groups: [],
  forwarded: totals.scores.slice(SCORE_BINS / 2).reduce((sum, rows) => sum + rows, 0),
});

/** The version that a trial is compared with: that of its tenant, else that of all. */
export function inForceFor({ tenant, name, featureHash }: PromotedModel, promotions: readonly PromotedModel[]): string {
  const actives = promotions.filter(
    (one) => one.role === 'active' && one.name === name && one.featureHash === featureHash,
  );
  const mine = actives.find((one) => one.tenant === tenant) ?? actives.find((one) => one.tenant === '');
  return mine?.version ?? '';
}

/** What the version did in its role since it was promoted, in the measurements. */
export function totalsOf(
  measurements: readonly ModelMeasurement[],
  { name, version, role, tenant, time }: Pick<PromotedModel, 'name' | 'version' | 'role' | 'tenant' | 'time'>,
): Totals {
  const mine = measurements.filter(
    (one) =>
      one.model === name &&
      one.version === version &&
      one.arm === role &&
      (tenant === '' || one.tenant === tenant) &&
      one.from >= time,
  );
  return mine.reduce(plus, NOTHING);
}

const MOST_PROCESSES = 1_000;

function remember(lastOf: Map<string, number>, process: string, sequence: number): void {
  lastOf.delete(process);
  lastOf.set(process, sequence);
  const [oldest] = lastOf.keys();
  if (lastOf.size > MOST_PROCESSES && oldest !== undefined) lastOf.delete(oldest);
}

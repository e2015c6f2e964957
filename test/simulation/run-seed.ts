import { runHistory } from './history.ts';
import { judge } from './judge.ts';
import { type Fault as Kind, planOf } from './plan.ts';
import type { Fault } from './verdict.ts';

export interface SeedResult {
  readonly seed: number;
  /** Sums up the history: the same seed gives the same. */
  readonly hash: string;
  readonly steps: number;
  readonly alerts: number;
  readonly crashes: number;
  readonly on: readonly string[];
  readonly faults: readonly Fault[];
  readonly skipped: readonly string[];
}

/** Runs and judges the history of one seed. What the simulation itself throws is a failure of that seed too. */
export async function runSeed(
  seed: number,
  only?: readonly Kind[],
  trace: ((line: string) => void) | null = null,
): Promise<SeedResult> {
  const plan = planOf(seed, only);
  const on = Object.entries(plan.faults).flatMap(([fault, strength]) => (strength > 0 ? [fault] : []));
  try {
    const history = await runHistory(plan, trace);
    const { faults, skipped } = await judge(history);
    const { hash, steps, crashes, server } = history;
    return {
      seed,
      hash,
      steps,
      crashes,
      on: [plan.mode, ...on],
      faults,
      skipped,
      alerts: server.all('alerts.raised.v1').length,
    };
  } catch (cause) {
    const text = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
    return {
      seed,
      hash: '',
      steps: 0,
      crashes: 0,
      alerts: 0,
      on: [plan.mode, ...on],
      faults: [{ checker: 'history', text }],
      skipped: [],
    };
  }
}

import { slowerThan } from './latency-bins.ts';
import { ratioTest, shareTest } from './rate-test.ts';

/** What a version did in a window, as far as the guard looks at it. */
export interface Window {
  readonly rows: number;
  readonly forwarded: number;
  readonly degraded: number;
  readonly notNumbers: number;
  readonly runs: number;
  /** Runs by the bins of `latencyBin`. */
  readonly latency: readonly number[];
}

/** What a new version is held to. */
export interface GuardBounds {
  /** Of its rows, without a score. */
  readonly degradedShare: number;
  /** Of its rows, answered with NaN or infinity. */
  readonly notNumberShare: number;
  /** Rows forwarded, as a multiple of the version that it is compared with. */
  readonly forwardedRatio: number;
  /** One run in a hundred may take longer. */
  readonly p99Ms: number;
  /** Nothing is decided before the version had so many rows. */
  readonly leastRows: number;
  /** Chance that a version which keeps every bound is ever taken back. */
  readonly alpha: number;
}

export const GUARD: GuardBounds = {
  degradedShare: 0.01,
  notNumberShare: 0.001,
  forwardedRatio: 2,
  p99Ms: 1_000,
  leastRows: 500,
  alpha: 0.01,
};

export type GuardMetric = 'degraded' | 'not_numbers' | 'forwarded' | 'latency';

export type Verdict =
  | { readonly kind: 'keep' }
  | {
      readonly kind: 'rollback';
      readonly metric: GuardMetric;
      readonly measured: number;
      readonly bound: number;
    };

export interface Guard {
  /** Adds a window of the guarded version, and of the one it is compared with over the same time; null where there is none. */
  add(guarded: Window, other: Window | null): void;
  verdict(): Verdict;
}

const P99 = 0.01;
const METRICS = 4;

/**
 * Watches a version against bounds. Each bound is tested at any time, all together with the chance alpha of a wrong
 * alarm: a version is taken back when it surely breaks one, not when it happens to.
 */
export function openGuard(bounds: GuardBounds): Guard {
  const degraded = shareTest(bounds.degradedShare);
  const notNumbers = shareTest(bounds.notNumberShare);
  const slow = shareTest(P99);
  const forwarded = ratioTest(bounds.forwardedRatio, 'above');
  let rows = 0;
  return {
    add(guarded, other) {
      rows += guarded.rows;
      degraded.add({ total: guarded.rows, events: guarded.degraded });
      notNumbers.add({ total: guarded.rows, events: guarded.notNumbers });
      slow.add({ total: guarded.runs, events: slowerThan(guarded.latency, bounds.p99Ms) });
      if (other)
        forwarded.add(
          { total: other.rows, events: other.forwarded },
          { total: guarded.rows, events: guarded.forwarded },
        );
    },
    verdict() {
      if (rows < bounds.leastRows) return { kind: 'keep' };
      const { pValue, ratio } = forwarded.result();
      const tests = [
        { metric: 'degraded', ...measuredShare(degraded), bound: bounds.degradedShare },
        { metric: 'not_numbers', ...measuredShare(notNumbers), bound: bounds.notNumberShare },
        { metric: 'latency', ...measuredShare(slow), bound: P99 },
        { metric: 'forwarded', pValue, measured: ratio, bound: bounds.forwardedRatio },
      ] as const;
      const broken = tests.find((test) => test.pValue <= bounds.alpha / METRICS);
      if (!broken) return { kind: 'keep' };
      const { metric, measured, bound } = broken;
      return { kind: 'rollback', metric, measured, bound };
    },
  };
}

function measuredShare(test: ReturnType<typeof shareTest>) {
  const { pValue, share } = test.result();
  return { pValue, measured: share };
}

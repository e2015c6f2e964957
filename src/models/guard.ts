import type { EntityGroup } from '../domain/contracts.gen.ts';
import { slowerThan } from './latency-bins.ts';
import { type Count, type GroupedCount, ratioTest, shareTest } from './rate-test.ts';

/** What a version did in a window, as far as the guard looks at it. */
export interface Window {
  readonly rows: number;
  readonly forwarded: number;
  readonly groups: readonly EntityGroup[];
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
  /** Nor before it broke the bound in so many windows: rows that fail together, as when a batch is late, are one event. */
  readonly leastWindows: number;
  /** Chance that a version which keeps every bound is ever taken back, for rows that fail independently. */
  readonly alpha: number;
}

export const GUARD: GuardBounds = {
  degradedShare: 0.01,
  notNumberShare: 0.001,
  forwardedRatio: 2,
  p99Ms: 1_000,
  leastRows: 500,
  leastWindows: 3,
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

/**
 * Watches a version against bounds. Each bound is tested at any time, all together with the chance alpha of a wrong
 * alarm: a version is taken back when it surely breaks one, not when it happens to.
 */
export function openGuard(bounds: GuardBounds): Guard {
  const shares = [
    boundOf('degraded', bounds.degradedShare, ({ rows, degraded }) => ({ total: rows, events: degraded })),
    boundOf('not_numbers', bounds.notNumberShare, ({ rows, notNumbers }) => ({ total: rows, events: notNumbers })),
    boundOf('latency', P99, ({ runs, latency }) => ({ total: runs, events: slowerThan(latency, bounds.p99Ms) })),
  ];
  const forwarded = ratioTest(bounds.forwardedRatio, 'above');
  const most = bounds.alpha / (shares.length + 1);
  let rows = 0;
  return {
    add(guarded, other) {
      rows += guarded.rows;
      for (const share of shares) share.add(guarded);
      if (other) forwarded.add(forwardedOf(other), forwardedOf(guarded));
    },
    verdict() {
      if (rows < bounds.leastRows) return { kind: 'keep' };
      const broken = shares.find(({ result, windows }) => windows() >= bounds.leastWindows && result().pValue <= most);
      if (broken)
        return { kind: 'rollback', metric: broken.metric, measured: broken.result().share, bound: broken.bound };
      const { pValue, ratio } = forwarded.result();
      if (pValue > most) return { kind: 'keep' };
      return { kind: 'rollback', metric: 'forwarded', measured: ratio, bound: bounds.forwardedRatio };
    },
  };
}

/** A share that is held to a bound, and the windows in which it was above. */
function boundOf(metric: GuardMetric, bound: number, countOf: (window: Window) => Count) {
  const test = shareTest(bound);
  let above = 0;
  return {
    ...{ metric, bound, result: test.result },
    windows: () => above,
    add(window: Window): void {
      const count = countOf(window);
      test.add(count);
      if (count.events > bound * count.total) above += 1;
    },
  };
}

/** The rows of a version and those of them that were forwarded. */
export const forwardedOf = ({
  rows,
  forwarded,
  groups,
}: Pick<Window, 'rows' | 'forwarded' | 'groups'>): GroupedCount => ({
  ...{ total: rows, events: forwarded, groups },
});

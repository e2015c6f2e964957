import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { GUARD } from '../../models/guard.ts';
import type { WatchBounds } from '../../models/watch.ts';
import { wholeNumber } from '../arguments.ts';

export interface BoundFlags {
  readonly leastRows: number;
  readonly alpha: number;
  readonly tolerance: number;
  readonly forwardedRatio: number;
  readonly degradedShare: number;
  readonly p99Ms: number;
}

const positive = (text: string): number => {
  const number = Number(text);
  if (number > 0 && Number.isFinite(number)) return number;
  throw new InvalidArgumentError('a number above 0 is needed');
};
const part = (text: string): number => {
  const number = Number(text);
  if (number > 0 && number < 1) return number;
  throw new InvalidArgumentError('a number between 0 and 1 is needed');
};

/** Gives a command the flags by which trials are decided. */
export const withBoundOptions = (command: Command): Command =>
  command
    .option('--least-rows <count>', 'rows that a version on trial must score', wholeNumber(1), 10_000)
    .option('--alpha <chance>', 'of a wrong decision, however often one looks', part, 0.05)
    .option('--tolerance <part>', 'forwarding so much more or less is as good', part, 0.25)
    .option(
      '--forwarded-ratio <times>',
      'guard: forwards at most so many times as much',
      positive,
      GUARD.forwardedRatio,
    )
    .option('--degraded-share <part>', 'guard: at most so many rows without a score', part, GUARD.degradedShare)
    .option('--p99-ms <ms>', 'guard: one run in a hundred may take longer', positive, GUARD.p99Ms);

const PROBATION_MS = 24 * 3_600_000;
/** As often as measurements come. */
const WINDOW_MS = 10_000;

export const boundsOf = (flags: BoundFlags): WatchBounds => ({
  ...{ leastRows: flags.leastRows, alpha: flags.alpha, tolerance: flags.tolerance },
  ...{ windowMs: WINDOW_MS, probationMs: PROBATION_MS },
  guard: {
    ...GUARD,
    ...{ forwardedRatio: flags.forwardedRatio, degradedShare: flags.degradedShare, p99Ms: flags.p99Ms },
    leastRows: Math.min(GUARD.leastRows, flags.leastRows),
  },
});

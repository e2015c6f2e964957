/** Runs the seeds that its parent sends, one after the other. */
import type { Fault } from '../../test/simulation/plan.ts';
import { runSeed } from '../../test/simulation/run-seed.ts';

export interface Order {
  readonly seed: number;
  readonly faults: readonly Fault[] | null;
}

process.on('message', ({ seed, faults }: Order) => {
  void runSeed(seed, faults ?? undefined).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit(0));

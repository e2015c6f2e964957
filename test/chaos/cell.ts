import type { Lab } from './lab.ts';
import type { Outcome, Size } from './result.ts';

/** One fault, and what must hold in spite of it. */
export interface Cell {
  readonly name: string;
  readonly fault: string;
  readonly holds: string;
  /** Cells of one suite share a chain and are run in one go. */
  readonly suite: Suite;
}

export interface Suite {
  readonly name: string;
  /** Calls `report` for each cell as soon as it is known what it came to. */
  run(cells: readonly Cell[], lab: Lab, size: Size, report: Report): Promise<void>;
}

export type Report = (cell: Cell, outcome: Outcome, seconds: number) => void;

/** The fault cannot be made on this machine. */
export class NotPossibleHere extends Error {
  override readonly name = 'NotPossibleHere';
}

/** A cell with a chain of its own. */
export function cell(
  name: string,
  fault: string,
  holds: string,
  run: (lab: Lab, size: Size) => Promise<Outcome>,
): Cell {
  return {
    name,
    fault,
    holds,
    suite: {
      name,
      async run([only], lab, size, report) {
        const startedAt = performance.now();
        const outcome = await run(lab, size);
        if (only) report(only, outcome, (performance.now() - startedAt) / 1000);
      },
    },
  };
}

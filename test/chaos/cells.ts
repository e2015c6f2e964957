import type { Cell } from './cell.ts';
import { KILL_MATRIX } from './kill-matrix.ts';
import { NAMED_CELLS } from './named-cells.ts';

/** Every cell, in the order in which they are run. */
export const CELLS: readonly Cell[] = [...KILL_MATRIX, ...NAMED_CELLS];

/** Those of the names, a suite's name standing for all of its cells. Throws RangeError that names what there is not. */
export function cellsNamed(names: readonly string[]): readonly Cell[] {
  const isMeant = (cell: Cell, name: string) => cell.name === name || cell.suite.name === name;
  const unknown = names.find((name) => !CELLS.some((cell) => isMeant(cell, name)));
  if (unknown !== undefined) throw new RangeError(`there is no cell ${unknown}: --list shows all`);
  return names.length === 0 ? CELLS : CELLS.filter((cell) => names.some((name) => isMeant(cell, name)));
}

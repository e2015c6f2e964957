import type { Cell } from './cell.ts';
import { LOSS_CELLS } from './loss-cells.ts';
import { NETWORK_CELLS } from './network-cells.ts';
import { OVERLOAD_CELLS } from './overload-cells.ts';
import { PROCESS_CELLS } from './process-cells.ts';
import { SERVER_CELLS } from './server-cells.ts';
import { TAKEN_CELLS } from './taken-cells.ts';
import { TOPIC_CELLS } from './topic-cells.ts';

export const NAMED_CELLS: readonly Cell[] = [
  ...PROCESS_CELLS,
  ...SERVER_CELLS,
  ...NETWORK_CELLS,
  ...TOPIC_CELLS,
  ...TAKEN_CELLS,
  ...LOSS_CELLS,
  ...OVERLOAD_CELLS,
];

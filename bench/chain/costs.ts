import type { Usage } from '../process.ts';

export interface Cost {
  readonly cpuSecondsPer1000: number;
  readonly rssMb: number;
}

/** What so many events cost each process. */
export const costs = (
  before: Readonly<Record<string, Usage | null>>,
  after: Readonly<Record<string, Usage | null>>,
  events: number,
): Readonly<Record<string, Cost>> =>
  Object.fromEntries(
    Object.entries(after).map(([name, used]) => {
      const cpuSeconds = (used?.cpuSeconds ?? 0) - (before[name]?.cpuSeconds ?? 0);
      return [name, { cpuSecondsPer1000: round((cpuSeconds / events) * 1000), rssMb: Math.round(used?.rssMb ?? 0) }];
    }),
  );

const round = (number: number): number => Number(number.toFixed(3));

import type { History } from '../history.ts';
import { found, type Verdict } from '../verdict.ts';

/** A commit follows a save, and no group goes back. */
export function commits({ server }: History): Verdict {
  const faults: string[] = [];
  for (const [name, { made }] of server.coordinators) {
    const last = new Map<number, number>();
    for (const { partition, offset, saved } of made) {
      if (offset > saved) faults.push(`${name}/${partition} commits ${offset}, but only ${saved} was saved`);
      const before = last.get(partition) ?? 0;
      if (offset < before) faults.push(`${name}/${partition} commits ${offset} after ${before}`);
      last.set(partition, offset);
    }
  }
  return found('commits', faults);
}

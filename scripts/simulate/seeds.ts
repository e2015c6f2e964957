import type { SeedResult } from '../../test/simulation/run-seed.ts';
import type { Options } from './options.ts';
import { seedProcess } from './seed-process.ts';

const MOST_FAILURES = 10;

/** Runs the seeds on all cores; ends early when so many have failed that more would tell nothing. */
export async function runSeeds(
  { first, count, faults, jobs }: Pick<Options, 'first' | 'count' | 'faults' | 'jobs'>,
  onResult: (result: SeedResult) => void,
): Promise<readonly SeedResult[]> {
  const results: SeedResult[] = [];
  let next = first;
  const failures = () => results.filter((one) => one.faults.length > 0).length;
  const work = async () => {
    const child = seedProcess();
    try {
      while (next < first + count && failures() < MOST_FAILURES) {
        const result = await child.run({ seed: next++, faults });
        results.push(result);
        onResult(result);
        if (result.hash === '') break;
      }
    } finally {
      child.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, count) }, work));
  return results.sort((a, b) => a.seed - b.seed);
}

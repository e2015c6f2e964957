import { MUTANTS } from '../../test/simulation/mutants.ts';
import type { Options } from './options.ts';
import { seedProcess } from './seed-process.ts';

export interface Hunted {
  readonly mutant: string;
  /** The first seed whose history some checker refuses; null: none of them. */
  readonly seed: number | null;
  readonly checker: string;
  readonly text: string;
}

/** Tries each mutant on the seeds, one after the other, until a checker finds it. */
export async function hunt(
  { first, count, faults, jobs }: Pick<Options, 'first' | 'count' | 'faults' | 'jobs'>,
  mutants: readonly string[],
  onHunted: (hunted: Hunted) => void,
): Promise<readonly Hunted[]> {
  const hunted: Hunted[] = [];
  const waiting = [...mutants];
  const work = async () => {
    for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
      const one = await huntOne(mutant);
      hunted.push(one);
      onHunted(one);
    }
  };
  const huntOne = async (mutant: string): Promise<Hunted> => {
    const child = seedProcess(mutant);
    const only = faults ?? MUTANTS.find(({ name }) => name === mutant)?.faults ?? null;
    try {
      for (let seed = first; seed < first + count; seed++) {
        const [fault] = (await child.run({ seed, faults: only })).faults;
        if (fault) return { mutant, seed, ...fault };
      }
      return { mutant, seed: null, checker: '', text: '' };
    } finally {
      child.close();
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, mutants.length) }, work));
  return hunted.sort((a, b) => mutants.indexOf(a.mutant) - mutants.indexOf(b.mutant));
}

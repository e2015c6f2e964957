import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { MUTANTS } from '../../test/simulation/mutants.ts';
import { FAULTS, type Fault } from '../../test/simulation/plan.ts';

export const USAGE = `npm run simulate -- [--seeds N] [--seed S]  run N histories from seed S on (default: 100 from 1; --seed alone: that one)
  --faults a,b    no other faults than these, each in every history: ${FAULTS.join(', ')}
  --trace         print every event of the one seed
  --mutants       break the sources on purpose, one bug at a time: each must be found within N seeds (default 1000)
  --mutant NAME   only this one
  --jobs N        processes side by side (default: one a core)
  --json          the result as JSON`;

export interface Options {
  readonly first: number;
  readonly count: number;
  readonly faults: readonly Fault[] | null;
  readonly trace: boolean;
  /** Names of the mutants to try; null: the sources as they are. */
  readonly mutants: readonly string[] | null;
  readonly jobs: number;
  readonly json: boolean;
}

/** Throws RangeError or the parser's TypeError, whose first line says what is wrong. */
export function optionsFrom(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: text,
      seed: text,
      faults: text,
      mutant: text,
      jobs: text,
      trace: flag,
      mutants: flag,
      json: flag,
    },
  });
  const { trace, json } = values;
  const mutants =
    values.mutant !== undefined
      ? [knownMutant(values.mutant)]
      : values.mutants
        ? MUTANTS.map(({ name }) => name)
        : null;
  const first = values.seed === undefined ? 1 : whole('--seed', values.seed, 0);
  const fallback = mutants ? 1000 : values.seed === undefined ? 100 : 1;
  const count = values.seeds === undefined ? fallback : whole('--seeds', values.seeds, 1);
  if (!Number.isSafeInteger(first + count))
    throw new RangeError(`--seed ${first} and --seeds ${count} reach beyond ${Number.MAX_SAFE_INTEGER}`);
  if (trace && count !== 1) throw new RangeError('--trace prints one seed: give --seed S and no --seeds');
  if (trace && (json || mutants)) throw new RangeError('--trace goes with neither --json nor --mutants');
  const jobs = values.jobs === undefined ? availableParallelism() : whole('--jobs', values.jobs, 1);
  return {
    first,
    count,
    faults: values.faults === undefined ? null : faultsIn(values.faults),
    trace,
    mutants,
    jobs,
    json,
  };
}

function whole(name: string, text: string, least: number): number {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(number) || number < least)
    throw new RangeError(`${name} must be a whole number from ${least} on, not "${text}"`);
  return number;
}

function faultsIn(text: string): readonly Fault[] {
  const names = text === '' ? [] : text.split(',');
  const unknown = names.find((name) => !FAULTS.includes(name as Fault));
  if (unknown !== undefined) throw new RangeError(`there is no fault "${unknown}": take ${FAULTS.join(', ')}`);
  return names as Fault[];
}

function knownMutant(name: string): string {
  if (!MUTANTS.some((mutant) => mutant.name === name))
    throw new RangeError(`there is no mutant "${name}": take ${MUTANTS.map((one) => one.name).join(', ')}`);
  return name;
}

import { parseArgs } from 'node:util';

export const USAGE = `npm run fuzz -- [--target NAME]... [--seconds N | --inputs N] [--seed N] [--jobs N] [--json]
npm run fuzz -- --list

  --target NAME   only this target; may be given several times
  --seconds N     so long in all, shared equally by the targets (default: 60)
  --inputs N      so many inputs in all, shared equally by the targets
  --seed N        the same seed gives the same inputs (default: from the clock, printed)
  --jobs N        so many targets at a time (default: 1)
  --json          print the rows as JSON
  --list          name the targets and what holds for each

Exit codes: 0 every law was kept, 1 one was broken (its input is kept under out/fuzz), 2 wrong usage`;

const MAX_SEED = 2 ** 31 - 1;
const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const several = { type: 'string', multiple: true } as const;
const OPTIONS = {
  target: several,
  seconds: text,
  inputs: text,
  seed: text,
  jobs: text,
  json: flag,
  list: flag,
  help: flag,
} as const;

/** What the caller did wrong, in one line. */
export class UsageError extends Error {}

/** A command line, checked. */
export interface CommandLine {
  readonly names: readonly string[];
  readonly seconds?: number;
  readonly inputs?: number;
  readonly seed: number;
  readonly jobs: number;
  readonly show: 'table' | 'json' | 'list' | 'help';
}

/** Reads the arguments; `now` is the seed where none is given. Throws UsageError. */
export function wishOf(args: readonly string[], known: readonly string[], now: number): CommandLine {
  const { target: names = known, seconds, inputs, seed, jobs = '1', ...flags } = parsed(args);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new UsageError(`there is no target ${JSON.stringify(unknown)}: take ${known.join(', ')}`);
  if (seconds !== undefined && inputs !== undefined) throw new UsageError('take --seconds or --inputs, not both');
  return {
    names,
    seed: seed === undefined ? now % MAX_SEED : whole('seed', seed, 0, MAX_SEED),
    jobs: whole('jobs', jobs, 1, 64),
    ...(inputs === undefined
      ? { seconds: whole('seconds', seconds ?? '60', 1, 10 ** 6) }
      : { inputs: whole('inputs', inputs, 1, 10 ** 11) }),
    show: flags.help ? 'help' : flags.list ? 'list' : flags.json ? 'json' : 'table',
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values;
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ', 1)[0]);
  }
}

function whole(option: string, said: string, min: number, max: number): number {
  const number = Number(said);
  if (/^\d{1,12}$/.test(said) && number >= min && number <= max) return number;
  throw new UsageError(`--${option} must be a whole number of ${min} to ${max}, not ${JSON.stringify(said)}`);
}

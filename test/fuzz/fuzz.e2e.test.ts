import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { fuzz } from './fuzz.ts';
import type { FoundFailure } from './orders.ts';
import { TARGETS } from './targets/index.ts';

const SECONDS = 300;
/** The same inputs in every build, so that a build says something of its own change; `npm run fuzz` takes new ones. */
const SEED = 20_261_126;
const KEEP = join(import.meta.dirname, '../../out/fuzz');
const SHOWN_BYTES = 2_000;

/** The input too, as the machine that found it may be gone when somebody looks. */
const told = ({ what, file, seed, place }: FoundFailure) => {
  const input = readFileSync(file);
  return { what, file, seed, place, bytes: input.length, base64: input.subarray(0, SHOWN_BYTES).toString('base64') };
};

it(
  'no target breaks a law, hangs, dies or grows in five minutes of inputs',
  async () => {
    const rows = await fuzz({ targets: TARGETS, seconds: SECONDS, jobs: 1, seed: SEED, keep: KEEP }, () => {});
    expect(rows.flatMap(({ target, failures }) => failures.map((one) => ({ target, ...told(one) })))).toEqual([]);
    expect(rows.filter(({ inputs }) => inputs < 100)).toEqual([]);
  },
  4 * SECONDS * 1_000,
);

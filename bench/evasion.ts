/**
 * How much detection an attacker takes away by making an effort: the attack rows of two scenarios are padded, slowed
 * down, flooded and rewritten, and the chain is run again. The table goes to stderr, JSON to stdout; about 6 minutes.
 *   npm run -s bench -- bench/evasion.ts [--one-in N] [--seed N]    N: only one background row in so many
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchHeader, report } from './data.ts';
import { EFFORTS } from './evasion/efforts.ts';
import { type Judged, judged } from './evasion/judged.ts';
import { readScenario } from './evasion/scenario.ts';
import { JUDGED } from './storyline/scenarios.ts';
import { table } from './storyline/tables.ts';

const { values } = parseArgs({
  options: { 'one-in': { type: 'string', default: '8' }, seed: { type: 'string', default: '7' } },
});
const [oneIn, seed] = [Number(values['one-in']), Number(values.seed)];
if (!Number.isSafeInteger(oneIn) || oneIn < 1) throw new Error('--one-in must be a whole number of 1 or more');
if (!Number.isSafeInteger(seed)) throw new Error('--seed must be a whole number');

const folder = mkdtempSync(join(tmpdir(), 'vedette-bench-'));
try {
  const results: Judged[] = [];
  for (const name of JUDGED) {
    const scenario = await readScenario(name, oneIn, seed);
    for (const effort of EFFORTS) {
      results.push(await judged(name, scenario, effort, seed, join(folder, 'run')));
      rmSync(join(folder, 'run'), { recursive: true });
    }
  }
  console.error(effortTable(results));
  report(benchHeader('evasion', ['onnxruntime-node']), { seed, oneIn, results });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function effortTable(results: readonly Judged[]): string {
  return table(
    [
      'effort',
      ...JUDGED.flatMap((name) => [
        `${name}: steps found`,
        'at 2 false a host-day',
        'attack rows above 99.9 % of background',
      ]),
    ],
    EFFORTS.map(({ name: effort }) => [
      effort,
      ...results
        .filter((one) => one.effort === effort)
        .flatMap((one) => [`${one.found} of ${one.steps}`, one.recallAtTwoFalse, one.attackRowsAbove]),
    ]),
  );
}

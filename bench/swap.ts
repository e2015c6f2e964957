/**
 * What it adds to the time of a batch that a version of a model is swapped in, that a canary scores a tenth of the
 * entities, and that a shadow scores beside. Each stands against nothing of it in turns of a few batches on one process,
 * a swap against as long a time without; `nothingAgain` shows what chance does. Prints JSON. Bar: a swap and a canary
 * add less than 5 %.
 *   npm run -s bench -- bench/swap.ts [--models DIR] [--model vedette-sequence] [--rows 64] [--rounds N] [--seed N]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { promotion } from '../test/fixtures/promotion.ts';
import { Random } from '../test/simulation/random.ts';
import { benchHeader, report } from './data.ts';
import { compared, medians } from './inference/compared.ts';
import { scenarioRows } from './inference/rows.ts';
import { openStage } from './inference/stage.ts';
import { batches } from './inference/times.ts';
import { withVersions } from './inference/versions.ts';

const SCENARIO = 'branch-office';
const TURN_BATCHES = 16;
const TURNS = 20;
const SWAP_MS = 3_000;
const CANARY_SHARE = 0.1;
const BESIDE = ['nothing', 'nothingAgain', 'canary', 'shadow'] as const;
const SWAPS = ['still', 'swap'] as const;
type Kind = (typeof BESIDE)[number] | (typeof SWAPS)[number];
type Times = Readonly<Record<Kind, number[]>>;

const { values } = parseArgs({
  options: {
    models: { type: 'string', default: join(import.meta.dirname, '../models') },
    model: { type: 'string', default: 'vedette-sequence' },
    rows: { type: 'string', default: '64' },
    rounds: { type: 'string', default: '6' },
    seed: { type: 'string', default: '7' },
  },
});
const { model: name } = values;
const [size, rounds, seed] = [Number(values.rows), Number(values.rounds), Number(values.seed)];
const folder = mkdtempSync(join(tmpdir(), 'vedette-bench-'));
const versions = withVersions(values.models, folder, name, rounds + 1);
const rows = await scenarioRows(SCENARIO);
const stage = await openStage({ models: folder, workers: 1, providers: ['cpu'] });
const random = new Random(seed, 'swap');
const nextBatch = batches(rows, size);
// the newest is on trial all the time, each of those between is swapped in once
const onTrial = versions.at(-1) ?? '';
let active = versions[0] ?? '';
const untilInForce: number[] = [];

function promote(kind: Kind): Promise<void> {
  const inForce = promotion({ name, version: active });
  const beside = promotion({
    name,
    version: onTrial,
    role: kind === 'shadow' ? 'shadow' : 'canary',
    share: CANARY_SHARE,
  });
  return stage.promote(kind === 'canary' || kind === 'shadow' ? [inForce, beside] : [inForce]);
}

async function score(into: number[]): Promise<void> {
  const started = performance.now();
  await stage.process(nextBatch());
  into.push(performance.now() - started);
}

async function turn(kind: Kind, into: number[]): Promise<void> {
  await promote(kind);
  for (let i = 0; i < TURN_BATCHES; i++) await score(into);
}

/** Some seconds, into which a swap falls or not. */
async function spell(kind: Kind, into: number[], version: string): Promise<void> {
  if (kind === 'swap') active = version;
  const started = performance.now();
  const took = promote(kind).then(() => performance.now() - started);
  while (performance.now() < started + SWAP_MS) await score(into);
  if ((await took) > SWAP_MS) throw new Error(`${active} was not in force after ${SWAP_MS} ms`);
  if (kind === 'swap') untilInForce.push(await took);
}

const shuffled = <T>(list: readonly T[]): readonly T[] => {
  const drawn = list.map((one) => ({ one, at: random.next() }));
  return drawn.toSorted((a, b) => a.at - b.at).map(({ one }) => one);
};

async function round(version: string): Promise<Times> {
  const times: Times = { nothing: [], nothingAgain: [], canary: [], shadow: [], still: [], swap: [] };
  for (let i = 0; i < TURNS; i++) for (const kind of shuffled(BESIDE)) await turn(kind, times[kind]);
  for (const kind of shuffled(SWAPS)) await spell(kind, times[kind], version);
  return times;
}

try {
  await round(active);
  const all: Times[] = [];
  for (const version of versions.slice(1, -1)) all.push(await round(version));
  const of = (kind: Kind) => all.map((one) => one[kind]);
  report(benchHeader('swap', ['onnxruntime-node']), {
    ...{ seed, rounds, model: name, scenario: SCENARIO, rows: size, canaryShare: CANARY_SHARE },
    milliseconds: Object.fromEntries([...BESIDE, ...SWAPS].map((kind) => [kind, medians(of(kind))])),
    timesNothing: Object.fromEntries(BESIDE.slice(1).map((kind) => [kind, compared(of(kind), of('nothing'))])),
    // the first was of the round that warms up
    msUntilInForce: medians([untilInForce.slice(1)]),
    timesStill: { swap: compared(of('swap'), of('still')) },
  });
} finally {
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
}

/**
 * What the learned detection is worth, on data that it was not trained on: trains, replays through the chain, scores.
 * The table goes to stderr, JSON to stdout.
 *   npm run -s bench:detection                          all parts, some 11 minutes on two cores
 *   npm run -s bench:detection -- --keep DIR            leaves telemetry, features, models and scores in DIR
 *   npm run -s bench:detection -- --only ait,storyline  parts: ait, ait-without-aminer, lines, lines-strict, storyline
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { benchHeader, report } from './data.ts';
import { ait } from './detection/ait.ts';
import { lines } from './detection/lines.ts';
import { storyline } from './detection/storyline.ts';
import { type Figures, tableOf } from './detection/table.ts';
import { installTrainer } from './detection/trainer.ts';

const PARTS = {
  ait: (folder: string, seed: number) => ait(folder, seed),
  'ait-without-aminer': (folder: string, seed: number) => ait(folder, seed, 'A-'),
  lines: (folder: string, seed: number) => lines(folder, seed),
  'lines-strict': (folder: string, seed: number) => lines(folder, seed, ['--strict']),
  storyline: (folder: string) => storyline(folder),
} as const;
/** Parts that run beside each other: each keeps one core and some 7 GiB busy. */
const AT_ONCE = 2;

const minutesSince = (startedAt: number): number => Number(((performance.now() - startedAt) / 60_000).toFixed(1));

const { values } = parseArgs({
  options: { keep: { type: 'string' }, only: { type: 'string' }, seed: { type: 'string', default: '7' } },
});
const wanted = values.only?.split(',') ?? Object.keys(PARTS);
const unknown = wanted.filter((name) => !(name in PARTS));
if (unknown.length > 0) throw new Error(`no part ${unknown.join(', ')}: there are ${Object.keys(PARTS).join(', ')}`);
const seed = Number(values.seed);
const folder = values.keep === undefined ? mkdtempSync(join(tmpdir(), 'vedette-bench-')) : resolve(values.keep);
try {
  installTrainer();
  const figures: Record<string, unknown> = {};
  const startedAt = performance.now();
  const queue = Object.entries(PARTS).filter(([name]) => wanted.includes(name));
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [name, part] = next;
      mkdirSync(join(folder, name), { recursive: true });
      figures[name] = await part(join(folder, name), seed);
      console.error(`${name} done after ${minutesSince(startedAt)} min, ${queue.length} parts wait`);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  console.error(tableOf(figures as Figures));
  report(benchHeader('detection', ['onnxruntime-node']), { seed, minutes: minutesSince(startedAt), ...figures });
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}

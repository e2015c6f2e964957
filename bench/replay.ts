/**
 * Events a second and peak memory of `vedette replay`. Prints JSON. Bar: 20,000 events/s on two cores, 600 MB.
 *   npm run -s bench -- bench/replay.ts [--lines N]    N: only so many lines of the set
 */
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { readLines } from '../src/source/lines.ts';
import { benchHeader, dataFolder, report } from './data.ts';
import { vedette } from './process.ts';

const { values } = parseArgs({ options: { lines: { type: 'string' } } });
const set = dataFolder('otrf-windows', 'events.jsonl.zst');
const folder = mkdtempSync(join(tmpdir(), 'vedette-bench-'));
try {
  const file = values.lines === undefined ? set : await cut(set, Number(values.lines));
  const ran = await vedette(['replay', file, '--json', '--out', join(folder, 'out')]);
  const { lines, alerts, deadLettered, seconds } = JSON.parse(ran.stdout);
  report(benchHeader('replay', ['onnxruntime-node', 'avsc']), {
    file: 'otrf-windows/events.jsonl.zst',
    events: lines,
    alerts,
    deadLettered,
    seconds,
    eventsPerSecond: Math.round(lines / seconds),
    eventsPerSecondWithStart: Math.round(lines / ran.seconds),
    cpuSecondsPer1000: Number(((ran.cpuSeconds / lines) * 1000).toFixed(4)),
    peakRssMb: Math.round(ran.peakRssMb),
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function cut(path: string, count: number): Promise<string> {
  if (!Number.isSafeInteger(count) || count < 1) throw new Error('--lines must be a whole number of 1 or more');
  const target = join(folder, 'events.jsonl');
  const out = createWriteStream(target);
  let left = count;
  for await (const lines of readLines(path)) {
    for (const { bytes } of lines.slice(0, left)) out.write(`${Buffer.from(bytes)}\n`);
    left -= lines.length;
    if (left <= 0) break;
  }
  await finished(out.end());
  return target;
}

/**
 * Events per second of processor time with all rules of SigmaHQ, reading and matching as `vedette rules match` does.
 * Run it with the flags of `npm run vedette`: `taskset -c 0 node --max-semi-space-size=16 bench/sigma.ts`. Prints JSON.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preparedOf } from '../src/cli/rules/prepared.ts';
import { loadedRules } from '../src/cli/rules/rule-files.ts';
import { SigmaEngine } from '../src/detectors/sigma/engine.ts';
import { readLines } from '../src/source/lines.ts';
import { benchHeader, dataFolder, report } from './data.ts';
import { usageOf } from './process.ts';

const RULES = dataFolder('sigmahq', 'rules.tar.zst');

/** Seconds of this process's time, collection of garbage included. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}

/** The events as they are handed to every engine that is compared. */
function prepare(folder: string): string {
  const path = join(folder, 'events.ndjson');
  const events = dataFolder('otrf-windows', 'events.jsonl.zst');
  execFileSync('python3', [dataFolder('sigmahq', 'prepare.py'), 'windows', events], {
    stdio: ['ignore', openSync(path, 'w'), 'inherit'],
  });
  return path;
}

async function run(engine: SigmaEngine, path: string): Promise<{ events: number; pairs: number }> {
  let events = 0;
  let pairs = 0;
  for await (const lines of readLines(path))
    for (const { bytes } of lines) {
      const prepared = preparedOf(bytes.toString());
      if (prepared === null) continue;
      events += 1;
      pairs += engine.match(prepared.logsources, prepared.fields).length;
    }
  return { events, pairs };
}

const folder = mkdtempSync(join(tmpdir(), 'vedette-sigma-'));
try {
  const path = prepare(folder);
  const loadStart = processorSeconds();
  const { rules, faults } = await loadedRules(RULES);
  const loadSeconds = processorSeconds() - loadStart;
  const start = processorSeconds();
  const wallStart = performance.now();
  const { events, pairs } = await run(new SigmaEngine(rules), path);
  const seconds = processorSeconds() - start;
  report(benchHeader('sigma', ['re2js', 'yaml']), {
    set: 'otrf-windows, prepared',
    rules: rules.length,
    faults: faults.length,
    events,
    pairs,
    eventsPerProcessorSecond: Math.round(events / seconds),
    microsecondsPerEvent: Number(((seconds * 1e6) / events).toFixed(2)),
    wallSeconds: Number(((performance.now() - wallStart) / 1000).toFixed(1)),
    loadProcessorSeconds: Number(loadSeconds.toFixed(2)),
    peakRssMb: Math.round(usageOf(process.pid)?.peakRssMb ?? 0),
  });
} finally {
  rmSync(folder, { recursive: true });
}

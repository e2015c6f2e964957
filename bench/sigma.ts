/**
 * Events per second of processor time with all rules of SigmaHQ, reading and matching as `vedette rules match` does; what
 * reading alone takes; and what hostile events take.
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
import { processorSeconds, usageOf } from './process.ts';
import { hostileCost } from './sigma-hostile.ts';

const RULES = dataFolder('sigmahq', 'rules.tar.zst');

/** The events as they are handed to every engine that is compared. */
function prepare(folder: string): string {
  const path = join(folder, 'events.ndjson');
  const events = dataFolder('otrf-windows', 'events.jsonl.zst');
  execFileSync('python3', [dataFolder('sigmahq', 'prepare.py'), 'windows', events], {
    stdio: ['ignore', openSync(path, 'w'), 'inherit'],
  });
  return path;
}

/** Without an engine the events are read alone. */
async function run(path: string, engine: SigmaEngine | null) {
  const start = processorSeconds();
  let events = 0;
  let pairs = 0;
  for await (const lines of readLines(path))
    for (const { bytes } of lines) {
      const prepared = preparedOf(bytes.toString());
      if (prepared === null) continue;
      events += 1;
      pairs += engine?.match(prepared.logsources, prepared.fields).length ?? 0;
    }
  return { events, pairs, seconds: processorSeconds() - start };
}

const folder = mkdtempSync(join(tmpdir(), 'vedette-sigma-'));
try {
  const path = prepare(folder);
  const loadStart = processorSeconds();
  const { rules, faults } = await loadedRules(RULES);
  const loadSeconds = processorSeconds() - loadStart;
  const engine = new SigmaEngine(rules);
  const { events, pairs, seconds } = await run(path, engine);
  const reading = await run(path, null);
  const peakRssMb = Math.round(usageOf(process.pid)?.peakRssMb ?? 0);
  report(benchHeader('sigma', ['re2js', 'yaml']), {
    set: 'otrf-windows, prepared',
    rules: rules.length,
    faults: faults.length,
    events,
    pairs,
    eventsPerProcessorSecond: Math.round(events / seconds),
    microsecondsPerEvent: Number(((seconds * 1e6) / events).toFixed(2)),
    ofThemReading: Number(((reading.seconds * 1e6) / events).toFixed(2)),
    loadProcessorSeconds: Number(loadSeconds.toFixed(2)),
    peakRssMb,
    hostileNanosecondsPerByte: hostileCost(engine, rules),
  });
} finally {
  rmSync(folder, { recursive: true });
}

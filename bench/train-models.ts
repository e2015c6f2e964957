/**
 * Trains the models that come with the package, from the data sets in bench/DATA.md: feature rows by `vedette features`,
 * labels from the storylines, then the trainer.
 *   npm run -s bench -- bench/train-models.ts --out models [--version 1.1.0] [--parent 1.0.0] [--seed 7] [--keep DIR]
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { dataFolder } from './data.ts';
import { labelledRows, writeLabels } from './detection/labels.ts';
import { installTrainer, trainer } from './detection/trainer.ts';
import { vedette } from './process.ts';
import { byCapture } from './storyline/captures.ts';
import { JUDGED, LEARNED, rowFiles } from './storyline/scenarios.ts';

const LICENCES = {
  ...Object.fromEntries(Object.keys(LEARNED).map((name) => [name, 'MIT (Cisco-Talos EvidenceForge)'])),
  'otrf-windows': 'MIT (OTRF Security-Datasets)',
};
const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    version: { type: 'string', default: '1.1.0' },
    parent: { type: 'string' },
    seed: { type: 'string', default: '7' },
    keep: { type: 'string' },
  },
});
if (values.out === undefined) throw new Error('--out names the folder that the models go to');
const folder = values.keep === undefined ? mkdtempSync(join(tmpdir(), 'vedette-models-')) : resolve(values.keep);
const [learned, judged] = ['learned', 'judged'].map((part) => join(folder, part)) as [string, string];
try {
  installTrainer();
  for (const part of [learned, judged]) mkdirSync(part, { recursive: true });
  for (const name of Object.keys(LEARNED)) await scenarioRows(name, learned);
  for (const name of JUDGED) await scenarioRows(name, judged);
  // of its captures only the technique is known, not the rows: they have no labels
  const captures = await byCapture(dataFolder('otrf-windows', 'events.jsonl.zst'), join(folder, 'captures'));
  await rowsOf('otrf-windows', [...captures.values()], learned);
  writeFileSync(join(learned, 'licences.json'), JSON.stringify(LICENCES));
  writeFileSync(join(learned, 'campaigns.json'), JSON.stringify(LEARNED));
  const { out, version, parent, seed } = values;
  const args = ['--features', learned, '--judge', judged, '--out', resolve(out), '--version', version, '--seed', seed];
  if (parent !== undefined) args.push('--parent', parent);
  console.error(await trainer(['train', 'all', ...args]));
} finally {
  if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
}

async function scenarioRows(name: string, into: string): Promise<void> {
  const files = rowFiles(name);
  await rowsOf(name, files, into);
  writeLabels(join(into, `${name}.labels`), await labelledRows(files, stepsOf(name)));
}

async function rowsOf(name: string, files: readonly string[], into: string): Promise<void> {
  console.error(`features of ${name}`);
  await vedette(['features', ...files, '--tenant', name, '--out', join(into, `${name}.arrow`)]);
}

/** Step by id of the rows that an attack caused; what only looks like one is benign. */
function stepsOf(name: string): ReadonlyMap<string, string> {
  const lines = readFileSync(dataFolder('evidenceforge', name, 'labels.ndjson'), 'utf8')
    .trimEnd()
    .split('\n');
  const steps = new Map<string, string>();
  for (const line of lines) {
    const { kind, id, step, malicious } = JSON.parse(line);
    if (kind === 'event' && malicious) steps.set(id, step);
  }
  return steps;
}

/**
 * Time of the inference port on this machine: calls one after the other, then calls of 128 rows side by side. Prints JSON.
 *   npm run bench -- bench/inference.ts
 *   npm run bench -- bench/inference.ts --providers cpu,cuda    each provider alone, where it is installed
 *   npm run bench -- bench/inference.ts --models DIR --workers 2
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { GraphManifest } from '../src/models/manifest.ts';
import { emptyRows } from '../src/models/rows.ts';
import { openModels } from '../src/shell/onnx/models.ts';
import { PROVIDERS, type Provider } from '../src/shell/onnx/providers.ts';
import { folderStore } from '../src/shell/registry/folder-store.ts';
import { modelRegistry } from '../src/shell/registry/model-registry.ts';
import type { ModelPort, ModelRows } from '../src/stages/inference/ports.ts';
import { benchHeader, report } from './data.ts';

const SIZES = [1, 16, 64, 128, 512, 4_096];
const MOST_CALLS = 2_000;
const MEASURED_MS = 4_000;
const WARM_UP_MS = 500;
const BATCH_ROWS = 128;
const SIDE_BY_SIDE = 4;
const DEADLINE_MS = 60_000;

type Figures = Record<string, number | string>;

/** Rows of any values that the model takes: the time does not hang on them. */
function rowsFor(manifest: GraphManifest, count: number): ModelRows {
  const largest = ('vocabulary' in manifest ? manifest.vocabulary : 512) - 1;
  return manifest.inputs.map((input) => {
    const rows = emptyRows(input, count);
    for (let i = 0; i < rows.length; i++)
      rows[i] = rows instanceof Int32Array ? 1 + ((i * 7_919) % largest) : ((i * 7_919) % 13) / 13;
    return rows;
  });
}

/** Milliseconds until every model has scored so many rows. */
async function timeOf(port: ModelPort, manifests: readonly GraphManifest[], count: number): Promise<number> {
  const rows = manifests.map((manifest) => rowsFor(manifest, count));
  const started = performance.now();
  const answers = await Promise.all(
    manifests.map((manifest, i) => port.score(manifest, rows[i] as ModelRows, DEADLINE_MS)),
  );
  const ms = performance.now() - started;
  const failed = answers.find((answer) => !answer.ok);
  if (failed !== undefined) throw new Error(`a model failed: ${JSON.stringify(failed)}`);
  return ms;
}

async function calls(port: ModelPort, manifests: readonly GraphManifest[], count: number): Promise<Figures> {
  const warm = performance.now() + WARM_UP_MS;
  while (performance.now() < warm) await timeOf(port, manifests, count);
  const times: number[] = [];
  const end = performance.now() + MEASURED_MS;
  while (times.length < MOST_CALLS && performance.now() < end) times.push(await timeOf(port, manifests, count));
  times.sort((a, b) => a - b);
  const at = (share: number): number => Number((times[Math.floor(share * times.length)] ?? Number.NaN).toFixed(3));
  return { rows: count, calls: times.length, p50Ms: at(0.5), p99Ms: at(0.99) };
}

/** Rows that all models have scored, in calls of 128 side by side: events scored per second. */
async function throughput(port: ModelPort, manifests: readonly GraphManifest[], workers: number): Promise<Figures> {
  let scored = 0;
  const started = performance.now();
  const caller = async (): Promise<void> => {
    while (performance.now() - started < MEASURED_MS) {
      await timeOf(port, manifests, BATCH_ROWS);
      scored += BATCH_ROWS;
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE * workers }, caller));
  const perSecond = (scored / (performance.now() - started)) * 1_000;
  return { rows: BATCH_ROWS, rowsPerSecond: Math.round(perSecond), perWorker: Math.round(perSecond / workers) };
}

async function figuresOf(folder: string, workers: number, provider: Provider): Promise<object> {
  const source = modelRegistry(folderStore(folder));
  const port = await openModels({ source, workers, providers: [provider] });
  const states = port.describe();
  const manifests = states.flatMap((state) => (state.ok && state.manifest.kind !== 'ensemble' ? [state.manifest] : []));
  const missing = states.flatMap((state) => (state.ok ? [] : [`${state.name} ${state.version}: ${state.reason}`]));
  if (manifests.length === 0) {
    await port.close();
    return { provider, missing };
  }
  const all: Figures[] = [];
  for (const size of SIZES) all.push(await calls(port, manifests, size));
  const alone: Figures[] = [];
  for (const one of manifests) alone.push({ model: `${one.name} ${one.version}`, ...(await calls(port, [one], 64)) });
  const atOnce = await throughput(port, manifests, workers);
  await port.close();
  return { provider, missing, allModels: all, alone, atOnce };
}

const { values } = parseArgs({
  options: {
    providers: { type: 'string', default: 'cpu' },
    models: { type: 'string', default: join(import.meta.dirname, '../models') },
    workers: { type: 'string', default: '1' },
  },
});
const wanted = PROVIDERS.filter((provider) => values.providers.split(',').includes(provider));
if (wanted.length === 0) throw new RangeError(`--providers: take some of ${PROVIDERS.join(', ')}`);
const providers: object[] = [];
for (const provider of wanted) providers.push(await figuresOf(values.models, Number(values.workers), provider));
report(benchHeader('inference', ['onnxruntime-node']), { workers: Number(values.workers), lingerMs: 2, providers });

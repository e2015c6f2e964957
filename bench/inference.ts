/** Time of the inference port on this machine: calls of up to 64 rows one after the other, then many rows at once. Prints JSON. */
import { join } from 'node:path';
import type { GraphManifest } from '../src/models/manifest.ts';
import { emptyRows } from '../src/models/rows.ts';
import { openModels } from '../src/shell/onnx/models.ts';
import { folderStore } from '../src/shell/registry/folder-store.ts';
import { modelRegistry } from '../src/shell/registry/model-registry.ts';
import type { ModelPort, ModelRows } from '../src/stages/inference/ports.ts';
import { benchHeader, report } from './data.ts';

const CALLS = 2_000;
const WARM_UP_CALLS = 200;
const MANY_ROWS = 50_000;
const DEADLINE_MS = 60_000;
const FOLDER = join(import.meta.dirname, '../models');

/** Rows of any values that the model takes: the time does not hang on them. */
function rowsFor(manifest: GraphManifest, count: number): ModelRows {
  return manifest.inputs.map((input) => {
    const rows = emptyRows(input, count);
    for (let i = 0; i < rows.length; i++)
      rows[i] = rows instanceof Int32Array ? 1 + ((i * 7_919) % 511) : ((i * 7_919) % 13) / 13;
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

async function calls(
  port: ModelPort,
  manifests: readonly GraphManifest[],
  count: number,
): Promise<Record<string, number>> {
  for (let i = 0; i < WARM_UP_CALLS; i++) await timeOf(port, manifests, count);
  const times: number[] = [];
  for (let i = 0; i < CALLS; i++) times.push(await timeOf(port, manifests, count));
  times.sort((a, b) => a - b);
  const at = (share: number): number => Number((times[Math.floor(share * CALLS)] ?? Number.NaN).toFixed(3));
  return { rows: count, calls: CALLS, p50Ms: at(0.5), p99Ms: at(0.99), p999Ms: at(0.999) };
}

async function throughput(port: ModelPort, manifests: readonly GraphManifest[]): Promise<Record<string, number>> {
  await timeOf(port, manifests, MANY_ROWS);
  const ms = await timeOf(port, manifests, MANY_ROWS);
  return { rows: MANY_ROWS, rowsPerSecond: Math.round((MANY_ROWS / ms) * 1_000) };
}

const port = await openModels({ source: modelRegistry(folderStore(FOLDER)), workers: 1 });
const manifests = port
  .describe()
  .flatMap((state) => (state.ok && state.manifest.kind !== 'ensemble' ? [state.manifest] : []));
const figures = {
  models: manifests.map(({ name, version }) => `${name} ${version}`),
  workers: 1,
  lingerMs: 2,
  calls: [await calls(port, manifests, 1), await calls(port, manifests, 16), await calls(port, manifests, 64)],
  atOnce: await throughput(port, manifests),
};
await port.close();
report(benchHeader('inference', ['onnxruntime-node']), figures);

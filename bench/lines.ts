/** Lines that `vedette score-lines` judges a second with the shipped model, and of them its featuriser alone. Prints JSON. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { scoreTexts } from '../src/cli/lines/text-scores.ts';
import { textIds } from '../src/detectors/text/text-ids.ts';
import { SHIPPED_MODELS } from '../src/local-ports.ts';
import { openModels } from '../src/shell/onnx/models.ts';
import { folderStore } from '../src/shell/registry/folder-store.ts';
import { modelRegistry } from '../src/shell/registry/model-registry.ts';
import { inferenceConfigSchema } from '../src/stages/inference/config.ts';
import { benchHeader, dataFolder, report } from './data.ts';

const ROUNDS = 5;
const BATCH = 256;
const CONFIG = inferenceConfigSchema.parse({ deadlineMs: 600_000 });

const packed = readFileSync(join(dataFolder(), 'log-injection/dev.jsonl.gz'));
const texts = gunzipSync(packed)
  .toString()
  .trimEnd()
  .split('\n')
  .map((line) => String(JSON.parse(line).text));

const port = await openModels({ source: modelRegistry(folderStore(SHIPPED_MODELS)), lingerMs: 0 });
const manifest = port
  .describe()
  .flatMap((state) => (state.ok && state.manifest.kind === 'text' ? [state.manifest] : []))
  .at(-1);
if (manifest === undefined) throw new Error('no text model is shipped');
const model = { port, manifest };

/** Texts a second of the fastest round: the others were disturbed. */
async function fastest(round: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < ROUNDS; i++) {
    const started = performance.now();
    await round();
    best = Math.min(best, performance.now() - started);
  }
  return Math.round((texts.length / best) * 1000);
}

async function scored(): Promise<void> {
  for (let from = 0; from < texts.length; from += BATCH)
    await scoreTexts(texts.slice(from, from + BATCH), model, CONFIG);
}

const read = await fastest(async () => texts.map(textIds));
const judged = await fastest(scored);
await port.close();
report(benchHeader('lines', ['onnxruntime-node']), {
  lines: texts.length,
  model: manifest.version,
  readPerSecond: read,
  judgedPerSecond: judged,
});

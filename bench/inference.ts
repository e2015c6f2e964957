/**
 * Time of the inference stage with every model of a folder, an ensemble too: real rows, the worker threads, the verdict,
 * explanations and the meter, one batch after the other. Processor time is that of all threads. Prints JSON.
 * Bars: p99 below 25 ms at up to 64 rows, 20,000 events for a second of processor time at 128 rows.
 *   npm run -s bench -- bench/inference.ts
 *   npm run -s bench -- bench/inference.ts --providers cpu,cuda    each provider alone, where it is installed
 *   npm run -s bench -- bench/inference.ts --models DIR --workers 2
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { GraphManifest } from '../src/models/manifest.ts';
import { emptyRows } from '../src/models/rows.ts';
import { PROVIDERS, type Provider } from '../src/shell/onnx/providers.ts';
import type { ModelPort, ModelRows } from '../src/stages/inference/ports.ts';
import { benchHeader, report } from './data.ts';
import { type FeatureInput, scenarioRows } from './inference/rows.ts';
import { type BenchStage, openStage } from './inference/stage.ts';
import { batches, percentiles } from './inference/times.ts';
import { processorSeconds } from './process.ts';

const SCENARIO = 'branch-office';
const SIZES = [1, 8, 16, 32, 64, 128, 512, 4_096];
/** Where every row has a text, as few have. */
const TEXT_SIZES = [64, 128];
const MOST_CALLS = 2_000;
const MEASURED_MS = 5_000;
const WARM_UP_MS = 1_000;
const ALONE_ROWS = 64;
const DEADLINE_MS = 60_000;

type Figures = Record<string, number | string>;

/** Calls of the action until so much time has passed, each timed, after a warm-up. */
async function timed(action: () => Promise<void>): Promise<{ times: number[]; cpuSeconds: number }> {
  const warm = performance.now() + WARM_UP_MS;
  while (performance.now() < warm) await action();
  const times: number[] = [];
  const cpu = processorSeconds();
  const end = performance.now() + MEASURED_MS;
  while (times.length < MOST_CALLS && performance.now() < end) {
    const started = performance.now();
    await action();
    times.push(performance.now() - started);
  }
  return { times, cpuSeconds: processorSeconds() - cpu };
}

async function stageFigures(stage: BenchStage, rows: readonly FeatureInput[], size: number): Promise<Figures> {
  const next = batches(rows, size);
  let [scored, forwarded] = [0, 0];
  const { times, cpuSeconds } = await timed(async () => {
    forwarded += await stage.process(next());
    scored += size;
  });
  const share = Number((forwarded / scored).toFixed(4));
  const perSecond = Math.round((times.length * size) / cpuSeconds);
  return { rows: size, calls: times.length, ...percentiles(times), eventsPerCpuSecond: perSecond, forwarded: share };
}

/** The texts of the rows that have one, given to all. */
function withText(rows: readonly FeatureInput[]): readonly FeatureInput[] {
  const texts = rows.flatMap(({ value }) => (value.text.length > 0 ? [value.text] : []));
  return rows.map((row, i) => ({ ...row, value: { ...row.value, text: texts[i % texts.length] ?? row.value.text } }));
}

/** Rows of any values that the model takes: its time does not hang on them. */
function rowsFor(manifest: GraphManifest, count: number): ModelRows {
  const largest = ('vocabulary' in manifest ? manifest.vocabulary : 512) - 1;
  return manifest.inputs.map((input) => {
    const rows = emptyRows(input, count);
    for (let i = 0; i < rows.length; i++)
      rows[i] = rows instanceof Int32Array ? 1 + ((i * 7_919) % largest) : ((i * 7_919) % 13) / 13;
    return rows;
  });
}

/** A model by itself, 64 full rows in a call. */
async function modelFigures(port: ModelPort, manifest: GraphManifest): Promise<Figures> {
  const { times, cpuSeconds } = await timed(async () => {
    const answer = await port.score(manifest, rowsFor(manifest, ALONE_ROWS), DEADLINE_MS);
    if (!answer.ok) throw new Error(`${manifest.name}: ${answer.reason}`);
  });
  const microseconds = Number(((cpuSeconds * 1e6) / (times.length * ALONE_ROWS)).toFixed(2));
  return { model: `${manifest.name} ${manifest.version}`, ...percentiles(times), cpuMicrosecondsPerRow: microseconds };
}

async function figuresOf(rows: readonly FeatureInput[], options: Options, provider: Provider): Promise<object> {
  const stage = await openStage({ ...options, providers: [provider] });
  const states = stage.model.describe();
  const manifests = states.flatMap((state) => (state.ok && state.manifest.kind !== 'ensemble' ? [state.manifest] : []));
  const missing = states.flatMap((state) => (state.ok ? [] : [`${state.name} ${state.version}: ${state.reason}`]));
  const all: Figures[] = [];
  const allWithText: Figures[] = [];
  const alone: Figures[] = [];
  if (manifests.length > 0) for (const size of SIZES) all.push(await stageFigures(stage, rows, size));
  if (manifests.length > 0)
    for (const size of TEXT_SIZES) allWithText.push(await stageFigures(stage, withText(rows), size));
  for (const one of manifests) alone.push(await modelFigures(stage.model, one));
  await stage.close();
  const open = states.flatMap((state) => (state.ok ? [`${state.name} ${state.version}`] : []));
  return { provider, open, missing, stage: all, everyRowWithText: allWithText, alone };
}

interface Options {
  readonly models: string;
  readonly workers: number;
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
const options = { models: values.models, workers: Number(values.workers) };
const rows = await scenarioRows(SCENARIO);
const providers: object[] = [];
for (const provider of wanted) providers.push(await figuresOf(rows, options, provider));
report(benchHeader('inference', ['onnxruntime-node']), {
  ...{ scenario: SCENARIO, rows: rows.length, workers: options.workers, lingerMs: 2 },
  withText: rows.filter(({ value }) => value.text.length > 0).length,
  providers,
});

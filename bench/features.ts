/** Time of the features room, heuristics and all, on one thread; and of loading and saving its states. Prints JSON. */
import { decodeEntity, encodeEntity } from '../src/detectors/entity-codec.ts';
import type { EntityWindows } from '../src/detectors/entity-windows.ts';
import { FEATURE_HASH, FEATURES } from '../src/detectors/feature-set.ts';
import type { TELEMETRY_FEATURES, TENANT_MINUTES } from '../src/domain/contracts.gen.ts';
import type { Outcome } from '../src/stage.ts';
import { type FeaturesState, isEntity } from '../src/stages/features/state.ts';
import { benchHeader, dataFolder, report } from './data.ts';
import { openFeatures } from './features-room.ts';
import { type Event, eventsOf, packedLines, scenarioLines } from './telemetry.ts';

const ROUNDS = 6;
const BATCH = 500;

interface Run {
  /** Time of the processor, collection of garbage included. */
  readonly ms: number;
  /** Time of each batch by the clock. */
  readonly batchMs: readonly number[];
  readonly states: ReadonlyMap<string, FeaturesState>;
  readonly hits: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
}

async function run(inputs: readonly Event[]): Promise<Run> {
  const counts: Record<string, number> = {};
  const { room, states, context } = await openFeatures((what) => {
    counts[what] = (counts[what] ?? 0) + 1;
  });
  const hits: Record<string, number> = {};
  const started = process.cpuUsage();
  const batchMs: number[] = [];
  for (let from = 0; from < inputs.length; from += BATCH) {
    const before = performance.now();
    const answers = await room.process(inputs.slice(from, from + BATCH), context);
    batchMs.push(performance.now() - before);
    countHits(answers, hits);
  }
  const { user, system } = process.cpuUsage(started);
  return { ms: (user + system) / 1_000, batchMs, states, hits, counts };
}

async function measure(set: string, rows: readonly Uint8Array[]): Promise<Record<string, unknown>> {
  const inputs = await eventsOf(rows);
  const runs: Run[] = [];
  for (let round = 0; round < ROUNDS; round++) runs.push(await run(inputs));
  const best = Math.min(...runs.map(({ ms }) => ms));
  const last = runs.at(-1) as Run;
  return {
    set,
    events: inputs.length,
    eventsPerSecond: Math.round((inputs.length / best) * 1_000),
    microsecondsPerEvent: Number(((best * 1_000) / inputs.length).toFixed(2)),
    // on a machine that others use as well, the best time of each batch comes nearest to that of a quiet one
    bestBatchesMicrosecondsPerEvent: Number(((bestBatches(runs) * 1_000) / inputs.length).toFixed(2)),
    ...last.counts,
    states: stateFigures([...last.states.values()].filter(isEntity)),
    hits: last.hits,
  };
}

const bestBatches = (runs: readonly Run[]): number =>
  (runs[0]?.batchMs ?? []).reduce((sum, _, batch) => sum + Math.min(...runs.map((one) => one.batchMs[batch] ?? 0)), 0);

function stateFigures(states: readonly EntityWindows[]): Record<string, number> {
  const encoded = states.map(encodeEntity);
  const sizes = encoded.map((bytes) => bytes.length).sort((a, b) => a - b);
  const rounds = Math.ceil(20_000 / states.length);
  const encode = timed(() => states.forEach(encodeEntity), rounds);
  const decode = timed(() => encoded.forEach(decodeEntity), rounds);
  return {
    entities: states.length,
    medianBytes: sizes[sizes.length >> 1] ?? 0,
    maxBytes: sizes.at(-1) ?? 0,
    encodeMicroseconds: Number(((encode * 1_000) / states.length).toFixed(1)),
    decodeMicroseconds: Number(((decode * 1_000) / states.length).toFixed(1)),
  };
}

/** Milliseconds of one round. */
function timed(action: () => void, rounds: number): number {
  const started = performance.now();
  for (let round = 0; round < rounds; round++) action();
  return (performance.now() - started) / rounds;
}

/** By severity. Rows are not kept: a heap full of them would be measured too. */
function countHits(
  answers: readonly Outcome<typeof TELEMETRY_FEATURES | typeof TENANT_MINUTES>[],
  into: Record<string, number>,
): void {
  for (const answer of answers)
    for (const { value } of answer.kind === 'forward' ? answer.records : [])
      for (const { severity } of value && 'hits' in value ? value.hits : []) into[severity] = (into[severity] ?? 0) + 1;
}

report(benchHeader('features'), {
  featureHash: FEATURE_HASH,
  features: FEATURES.length,
  sets: [
    await measure('otrf-windows', await packedLines(dataFolder('otrf-windows', 'events.jsonl.zst'), 16)),
    await measure('evidenceforge/branch-office', await scenarioLines(dataFolder('evidenceforge', 'branch-office'))),
  ],
});

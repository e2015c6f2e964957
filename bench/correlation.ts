/**
 * Room and speed of Sigma correlations: a million groups of one count, and full windows of each type. Run it with the
 * flags of `npm run vedette` and a bound on the heap, so that memory is not what V8 takes where it need not save:
 * `taskset -c 0 node --max-semi-space-size=16 --max-old-space-size=800 bench/correlation.ts`. Prints JSON.
 */

import { hashNumber } from '../src/detectors/hash.ts';
import { Desk } from '../src/detectors/sigma/correlation/desk.ts';
import type { CorrelationPlan } from '../src/detectors/sigma/correlation/plan.ts';
import { emptyRootState, type RootState, rootStateCodec } from '../src/detectors/sigma/correlation/state.ts';
import { take } from '../src/detectors/sigma/correlation/step.ts';
import type { Tree } from '../src/detectors/sigma/correlation/tree.ts';
import { loadRules } from '../src/detectors/sigma/load.ts';
import { benchHeader, report } from './data.ts';
import { usageOf } from './process.ts';

const SEED = 1;
const GROUPS = 1_000_000;
const HITS_OF_EACH = 3;
const FULL_HITS = 20_000;
const START = 1_700_000_000_000;

const rule = (name: string) =>
  `title: ${name}\nid: ${name}\nlogsource: {category: test}\ndetection: {s: {kind: ${name}}, condition: s}\n---\n`;

function treeOf(flow: string): Tree {
  const text = `${rule('a')}${rule('b')}title: x\nid: x\ncorrelation: {group-by: [u], timespan: 10m, ${flow}}\n`;
  const { correlations, faults } = loadRules([{ name: 'bench.yml', text }]);
  if (faults.length > 0) throw new Error(JSON.stringify(faults));
  const { trees }: CorrelationPlan = new Desk(correlations).plan;
  return trees.get('x') as Tree;
}

/** Seconds of this process's time, collection of garbage included. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}

/** Ids as they come from a decoder: one flat text each. */
const idOf = (number: number): string =>
  Buffer.from(`0f8fad5b-d9cb-469f-a165-${String(number).padStart(12, '0')}`).toString('latin1');

function manyGroups(): object {
  const tree = treeOf('type: event_count, rules: [a], condition: {gte: 3}');
  const states = new Map<string, RootState>();
  const start = processorSeconds();
  let firings = 0;
  for (let step = 0; step < GROUPS * HITS_OF_EACH; step++) {
    const u = `user${step % GROUPS}`;
    const state = states.get(u) ?? emptyRootState();
    if (step < GROUPS) states.set(u, state);
    const time = START + Math.floor(step / GROUPS) * 60_000 + (hashNumber(step, SEED) % 1_000);
    firings += take(tree, state, { time, id: idOf(step), rules: ['a'], fields: { u } }).firings.length;
  }
  const seconds = processorSeconds() - start;
  const [first] = states.values();
  return {
    groups: states.size,
    hits: GROUPS * HITS_OF_EACH,
    firings,
    stepsPerProcessorSecond: Math.round((GROUPS * HITS_OF_EACH) / seconds),
    rssMb: Math.round(process.memoryUsage().rss / 2 ** 20),
    peakRssMb: Math.round(usageOf(process.pid)?.peakRssMb ?? 0),
    bytesOfOneState: first ? rootStateCodec.encode(first).length : 0,
  };
}

const VALUE = (order: string) => `condition: {${order}: 1.0e+9, field: v}`;
/** Milliseconds between hits: a window then holds some 850 hits, that are kept, or 6,000, that are not. */
const GAPS = { kept: 700, folded: 100 } as const;
const TYPES: Readonly<Record<string, string>> = {
  event_count: 'type: event_count, rules: [a], condition: {gte: 1000000}',
  value_count: `type: value_count, rules: [a], ${VALUE('gte').replace('1.0e+9', '1000000')}`,
  value_sum: `type: value_sum, rules: [a], ${VALUE('gte')}`,
  value_percentile: `type: value_percentile, rules: [a], ${VALUE('gte').replace('}', ', percentile: 90}')}`,
  temporal: 'type: temporal, rules: [a, b]',
  temporal_ordered: 'type: temporal_ordered, rules: [b, a]',
};

/** Steps per second of one group whose window is full of hits. */
function fullWindow(flow: string, gap: number): number {
  const tree = treeOf(flow);
  const state = emptyRootState();
  const start = processorSeconds();
  for (let step = 0; step < FULL_HITS; step++) {
    const v = String(hashNumber(step, SEED) % 100_000);
    take(tree, state, { time: START + step * gap, id: idOf(step), rules: ['a'], fields: { u: '1', v } });
  }
  return Math.round(FULL_HITS / (processorSeconds() - start));
}

const groups = manyGroups();
const full = Object.entries(TYPES).map(([type, flow]) => [
  type,
  { kept: fullWindow(flow, GAPS.kept), folded: fullWindow(flow, GAPS.folded) },
]);
report(benchHeader('correlation', ['avsc', 'yaml']), {
  seed: SEED,
  manyGroups: groups,
  stepsPerProcessorSecondInFullWindows: Object.fromEntries(full),
});

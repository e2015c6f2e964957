/** One target in a process of its own, which may hang or die: where it is can be read from a file. Started by watch.ts. */
import { mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { corpusOf } from './corpus.ts';
import { CORPUS_BATCH, NOTED_BYTES, type Order, type Place, type Progress, type Report } from './orders.ts';
import { arbitraryOf, batchOf, judge } from './rounds.ts';
import type { Target } from './target.ts';

const PROGRESS_EVERY_MS = 500;
/** More of a kind tell nothing new. */
const KEPT_FAILURES = 20;

const order = JSON.parse(process.argv[2] ?? '{}') as Order;
const { TARGETS } = (await import(order.module)) as { readonly TARGETS: readonly Target[] };
const target = TARGETS.find(({ name }) => name === order.target) as Target;
const position = openSync(order.position, 'w+');
const noted = new Int32Array(3);
const report: { -readonly [Name in keyof Report]: Report[Name] } = {
  inputs: 0,
  ms: 0,
  worstMs: 0,
  peakBytes: 0,
  failures: [],
};
/** An input that takes so long has been unpacked into megabytes. */
const UNPACKING_MS = 1;
const kinds = new Set<string>();

/** Peak of the process so far; what garbage was not collected yet counts too. */
const peak = (): number => process.resourceUsage().maxRSS * 1024;
const tell = (): void => void process.send?.({ kind: 'progress', report } satisfies Progress);

/** Noted before each input, so that one that hangs or kills can be made again. */
function note({ batch, index }: Place): void {
  noted[0] = batch;
  noted[1] = index;
  noted[2] = report.inputs;
  writeSync(position, noted, 0, NOTED_BYTES, 0);
}

function fail(what: string, input: unknown, place: Place): void {
  const kind = what.replaceAll(/\d+/g, '#');
  if (kinds.has(kind) || kinds.size >= KEPT_FAILURES) return;
  kinds.add(kind);
  mkdirSync(order.keep, { recursive: true });
  const file = join(order.keep, `${target.name}-${order.seed}-${place.batch}-${place.index}`);
  writeFileSync(file, target.file.write(input));
  report.failures = [...report.failures, { what, file, seed: order.seed, place }];
}

async function take(input: unknown, place: Place): Promise<void> {
  note(place);
  const verdict = await judge(target, input, report.worstMs);
  report.inputs += 1;
  report.worstMs = Math.max(report.worstMs, verdict.ms);
  if (!verdict.ok) fail(verdict.what, input, place);
  const grown = peak() - base;
  // what was unpacked lies outside the heap, where garbage waits long, and not all of it is told: it is no need of memory
  const mayHold = verdict.ms > UNPACKING_MS || process.memoryUsage().external > order.limitBytes / 32;
  if (grown > order.limitBytes / 2 && mayHold) globalThis.gc?.();
  if (grown > order.limitBytes && report.peakBytes <= order.limitBytes)
    fail(`memory grew to ${Math.round(grown / 1e6)} MB above the base`, input, place);
  report.peakBytes = Math.max(report.peakBytes, grown);
}

const corpus = corpusOf(target);
const arbitrary = arbitraryOf(target, corpus);
batchOf(arbitrary, order.seed, 0);
const base = peak();
const startedAt = performance.now();
const ends = startedAt + (order.seconds ?? Number.POSITIVE_INFINITY) * 1_000;
const isOver = (): boolean =>
  performance.now() >= ends ||
  report.inputs >= (order.inputs ?? Number.POSITIVE_INFINITY) ||
  report.peakBytes > order.limitBytes;

const { from } = order;
if (from.batch === CORPUS_BATCH)
  for (const [index, { input }] of corpus.entries())
    if (index >= from.index) await take(input, { batch: CORPUS_BATCH, index });
let toldAt = startedAt;
for (let batch = Math.max(0, from.batch); !isOver(); batch++) {
  for (const [index, input] of batchOf(arbitrary, order.seed, batch).entries()) {
    if (batch > from.batch || index >= from.index) await take(input, { batch, index });
    if (isOver()) break;
  }
  if (performance.now() - toldAt < PROGRESS_EVERY_MS) continue;
  toldAt = performance.now();
  report.ms = toldAt - startedAt;
  tell();
}
report.ms = performance.now() - startedAt;
// what a library left open shall not keep the process
process.send?.({ kind: 'done', report } satisfies Progress, () => process.exit());

import { type ChildProcess, fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { corpusOf } from './corpus.ts';
import {
  CORPUS_BATCH,
  type FoundFailure,
  NOTED_BYTES,
  type Order,
  type Place,
  type Progress,
  type Report,
} from './orders.ts';
import { arbitraryOf, batchOf } from './rounds.ts';
import type { Target } from './target.ts';

const CHILD = join(import.meta.dirname, 'child.ts');
const OURS = join(import.meta.dirname, 'targets/index.ts');
/** The child itself tells what is slow; this is for what does not come back. */
const HANGS_AFTER_MS = 10_000;
const LOOK_EVERY_MS = 250;
const MOST_CHILDREN = 10;
export const LIMIT_BYTES = 200e6;
/** Garbage that is not collected yet shall not count as memory that is needed. */
const HEAP_FLAGS = [
  '--expose-gc',
  '--max-old-space-size=160',
  '--max-semi-space-size=8',
  '--disable-warning=ExperimentalWarning',
];

/** Nor shall what was freed and the allocator has kept: large blocks go back to the system at once (mallopt(3)). */
const ALLOCATOR = { MALLOC_MMAP_THRESHOLD_: '131072', MALLOC_TRIM_THRESHOLD_: '131072', MALLOC_ARENA_MAX: '2' };

export interface Wish {
  readonly seed: number;
  readonly seconds?: number;
  readonly inputs?: number;
  /** Folder for inputs that failed. */
  readonly keep: string;
  /** Module that exports the targets (default: ours). */
  readonly module?: string;
  /** How long a child may stand at one input before it is killed. */
  readonly hangsAfterMs?: number;
}

const NOTHING: Report = { inputs: 0, ms: 0, worstMs: 0, peakBytes: 0, failures: [] };

/** Feeds one target for so long or so many inputs. A child that hangs or dies is a failure with its input, and another goes on behind it. */
export async function watch(target: Target, wish: Wish): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-fuzz-'));
  const position = join(folder, 'position');
  let sum = NOTHING;
  try {
    let from: Place = { batch: CORPUS_BATCH, index: 0 };
    for (let children = 0; children < MOST_CHILDREN && isLeft(wish, sum); children++) {
      const order = {
        module: OURS,
        ...restOf(wish, sum),
        target: target.name,
        from,
        limitBytes: LIMIT_BYTES,
        position,
      };
      const { report, ended } = await runChild(order, wish.hangsAfterMs ?? HANGS_AFTER_MS);
      const { place, inputs } = noted(position);
      sum = added(sum, { ...report, inputs: Math.max(report.inputs, inputs) });
      if (ended === 'done' && report.peakBytes <= LIMIT_BYTES) break;
      if (ended !== 'done') sum = { ...sum, failures: [...sum.failures, keep(target, wish, place, ended)] };
      from = { ...place, index: place.index + 1 };
    }
    return sum;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const isLeft = ({ seconds, inputs }: Wish, sum: Report): boolean =>
  sum.ms < (seconds ?? Number.POSITIVE_INFINITY) * 1_000 && sum.inputs < (inputs ?? Number.POSITIVE_INFINITY);

function restOf({ seconds, inputs, ...wish }: Wish, sum: Report): Wish {
  return {
    ...wish,
    ...(seconds !== undefined && { seconds: seconds - sum.ms / 1_000 }),
    ...(inputs !== undefined && { inputs: inputs - sum.inputs }),
  };
}

const added = (a: Report, b: Report): Report => ({
  inputs: a.inputs + b.inputs,
  ms: a.ms + b.ms,
  worstMs: Math.max(a.worstMs, b.worstMs),
  peakBytes: Math.max(a.peakBytes, b.peakBytes),
  failures: [...a.failures, ...b.failures],
});

interface Ended {
  readonly report: Report;
  /** `done`, or what became of the child. */
  readonly ended: string;
}

/** Inherits nothing of this process's flags, so that no debugger or loader changes what is measured. */
function runChild(order: Order, hangsAfterMs: number): Promise<Ended> {
  // what a child before it wrote down is not where this one stands while it starts
  rmSync(order.position, { force: true });
  const child = fork(CHILD, [JSON.stringify(order)], {
    execArgv: HEAP_FLAGS,
    env: { ...process.env, ...ALLOCATOR },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const hang = watchdog(child, order.position, hangsAfterMs);
  let last: Progress = { kind: 'progress', report: NOTHING };
  let told = '';
  child.stderr?.on('data', (chunk) => {
    told = (told + chunk).slice(-2_000);
  });
  child.on('message', (progress: Progress) => {
    last = progress;
    if (progress.kind === 'done') hang.stop();
  });
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => {
      hang.stop();
      const died = `died (${signal ?? `exit ${code}`}) ${
        told
          .trim()
          .split('\n')
          .find((line) => /error/i.test(line)) ?? ''
      }`;
      resolve({ report: last.report, ended: hang.isHit() ? 'hung' : last.kind === 'done' ? 'done' : died.trim() });
    });
  });
}

/** Kills the child when it stands at one input for too long; one that never began is not at an input. */
function watchdog(child: ChildProcess, position: string, hangsAfterMs: number) {
  let [seen, since, hit] = ['', performance.now(), false];
  const timer = setInterval(() => {
    const now = readOrNothing(position).toString('hex');
    if (now !== seen) [seen, since] = [now, performance.now()];
    else if (seen !== '' && performance.now() - since > hangsAfterMs) {
      hit = true;
      child.kill('SIGKILL');
    }
  }, LOOK_EVERY_MS);
  return { stop: () => clearInterval(timer), isHit: () => hit };
}

function readOrNothing(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

/** What the child wrote down last; what it said last can be older. */
function noted(file: string): { place: Place; inputs: number } {
  const bytes = readOrNothing(file);
  if (bytes.length < NOTED_BYTES) return { place: { batch: 0, index: 0 }, inputs: 0 };
  return { place: { batch: bytes.readInt32LE(0), index: bytes.readInt32LE(4) }, inputs: bytes.readInt32LE(8) };
}

/** Makes the input at the place once more and keeps it. */
function keep(target: Target, wish: Wish, { batch, index }: Place, what: string): FoundFailure {
  const corpus = corpusOf(target);
  const inputs = batch < 0 ? corpus.map(({ input }) => input) : batchOf(arbitraryOf(target, corpus), wish.seed, batch);
  mkdirSync(wish.keep, { recursive: true });
  const file = join(wish.keep, `${target.name}-${wish.seed}-${batch}-${index}`);
  writeFileSync(file, target.file.write(inputs[index]));
  return { what, file, seed: wish.seed, place: { batch, index } };
}

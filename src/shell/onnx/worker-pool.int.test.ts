import { afterEach, describe, expect, it } from '@jest/globals';
import { DIE, FAIL, HANG } from '../../../test/fixtures/onnx/acts.ts';
import { type WorkerPool, workerPool } from './worker-pool.ts';

const SCRIPT = new URL('../../../test/fixtures/onnx/unsteady-worker.ts', import.meta.url);
const PATIENT_MS = 10_000;

let pool: WorkerPool;
let acts: Int32Array | undefined;
afterEach(async () => {
  release();
  await pool.close();
});

/** Lets every try that hangs go on. */
function release(): void {
  for (const place of acts?.keys() ?? []) {
    Atomics.store(acts as Int32Array, place, 0);
    Atomics.notify(acts as Int32Array, place);
  }
}

/** A pool of one worker whose tries do what the list says, in order. */
async function given(list: readonly number[], workers = 1): Promise<{ tries: () => number }> {
  const script = new Int32Array(new SharedArrayBuffer(4 * 64));
  script.set(list, 1);
  acts = script.subarray(1);
  const model = {
    bytes: new Uint8Array(script.buffer),
    inputs: [],
    output: '',
  } as const;
  pool = workerPool({ models: [model], workers, script: SCRIPT });
  expect(await pool.faults).toEqual(['']);
  return { tries: () => script[0] ?? 0 };
}

const run = (value: number, deadlineMs = PATIENT_MS) => pool.run(0, [Float32Array.of(value)], deadlineMs);
const answered = (value: number) => ({ ok: true, raw: Float32Array.of(value) });

describe('a worker that fails', () => {
  it.each([
    ['nothing happens', [], answered(5), 1],
    ['it dies once', [DIE], answered(5), 2],
    ['it dies twice', [DIE, DIE], { ok: false, reason: 'worker_died' }, 2],
    ['the model throws', [FAIL], { ok: false, reason: 'run_failed' }, 1],
  ])('%s', async (_, acts, expected, tries) => {
    const world = await given(acts);
    expect(await run(5)).toEqual(expected);
    expect(world.tries()).toBe(tries);
    expect(await run(6)).toEqual(answered(6));
  });

  it('one that hangs is replaced, and the batch answered by the next', async () => {
    const world = await given([HANG]);
    expect(await run(5, 2_000)).toEqual(answered(5));
    expect(world.tries()).toBe(2);
  });

  it('a batch that hangs every worker is given up within twice its deadline, and the next one is served', async () => {
    await given([HANG, HANG]);
    const started = performance.now();
    expect(await run(5, 1_000)).toEqual({ ok: false, reason: 'deadline_passed' });
    expect(performance.now() - started).toBeLessThan(2_500);
    expect(await run(6)).toEqual(answered(6));
  });
});

it('batches that wait behind a dying worker are all answered, in their own values', async () => {
  await given([0, 0, DIE, 0, DIE]);
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => run(i)));
  expect(answers).toEqual(Array.from({ length: 20 }, (_, i) => answered(i)));
});

it('two workers share the work', async () => {
  await given([HANG], 2);
  const stuck = run(1, 3_000);
  expect(await run(2)).toEqual(answered(2));
  expect(await stuck).toEqual(answered(1));
});

it('close answers what still waits, and lets the run at hand end', async () => {
  await given([HANG]);
  const held = run(1);
  const waiting = run(2);
  let isClosed = false;
  const closed = pool.close().then(() => {
    isClosed = true;
  });
  expect([await held, await waiting, await run(3)]).toEqual(Array(3).fill({ ok: false, reason: 'closed' }));
  expect(isClosed).toBe(false);
  release();
  await closed;
});

it('workers that hang are not replaced without end', async () => {
  const world = await given(Array(30).fill(HANG), 8);
  const answers = await Promise.all(Array.from({ length: 16 }, () => run(1, 1_000)));
  expect(answers).toEqual(Array(16).fill({ ok: false, reason: 'deadline_passed' }));
  // eight hang, four replace them; the other four would be the fifth to eighth too many
  expect(world.tries()).toBeLessThanOrEqual(12);
});

it('a script that cannot start is told, not waited for', async () => {
  const script = new URL('../../../test/fixtures/onnx/no-such-worker.ts', import.meta.url);
  pool = workerPool({ models: [], workers: 1, script });
  expect(await pool.faults).toBeNull();
  expect(await run(1, 100)).toEqual({ ok: false, reason: 'deadline_passed' });
});

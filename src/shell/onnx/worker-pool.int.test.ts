import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { DIE, FAIL, HANG, RAVE } from '../../../test/fixtures/onnx/acts.ts';
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

const OPENED = { ok: true, provider: 'cpu', passedOver: [] };
const ATTEMPT_MS = 1_000;

/** A pool of one worker whose tries do what the list says, in order. */
async function given(list: readonly number[], workers = 1): Promise<{ tries: () => number }> {
  const script = new Int32Array(new SharedArrayBuffer(4 * 64));
  script.set(list, 1);
  acts = script.subarray(1);
  pool = workerPool({ workers, attemptMs: ATTEMPT_MS, providers: ['cpu'], script: SCRIPT });
  expect(await pool.use([model('m', script)])).toEqual(new Map([['m', OPENED]]));
  return { tries: () => script[0] ?? 0 };
}

const model = (key: string, script: Int32Array) => ({
  key,
  bytes: new Uint8Array(script.buffer),
  inputs: [],
  output: '',
});
const run = (value: number, deadlineMs = PATIENT_MS) => pool.run('m', [Float32Array.of(value)], deadlineMs);
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

  it.each([
    ['hangs', HANG],
    ['dies', DIE],
    ['answers no number', RAVE],
  ])('one that %s is replaced, and the batch answered by the next, within 2 s', async (_, act) => {
    const world = await given([act]);
    const started = performance.now();
    expect(await run(5)).toEqual(answered(5));
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(world.tries()).toBe(2);
  });

  it('a batch that hangs every worker is given up after two attempts, and the next one is served', async () => {
    await given([HANG, HANG]);
    const started = performance.now();
    expect(await run(5)).toEqual({ ok: false, reason: 'deadline_passed' });
    expect(performance.now() - started).toBeLessThan(2 * ATTEMPT_MS + 1_500);
    expect(await run(6)).toEqual(answered(6));
  });

  it('a batch is given up at its deadline, however long an attempt may take, and its worker stays', async () => {
    const world = await given([HANG]);
    const started = performance.now();
    expect(await run(5, 200)).toEqual({ ok: false, reason: 'deadline_passed' });
    expect(performance.now() - started).toBeLessThan(ATTEMPT_MS);
    release();
    expect(await run(6)).toEqual(answered(6));
    expect(world.tries()).toBe(2);
  });
});

describe('a model that answers no number', () => {
  const nothing = { ok: true, raw: Float32Array.of(Number.NaN) };

  it('is believed when a second worker says the same, and for a while after that', async () => {
    const world = await given([RAVE, RAVE, RAVE]);
    expect(await run(5)).toEqual(nothing);
    expect(world.tries()).toBe(2);
    expect(await run(5)).toEqual(nothing);
    expect(world.tries()).toBe(3);
  });

  it('is not to blame for a row that is none', async () => {
    const world = await given([]);
    expect(await run(Number.NaN)).toEqual(nothing);
    expect(world.tries()).toBe(1);
  });
});

describe('other models', () => {
  const calm = () => new Int32Array(new SharedArrayBuffer(4 * 64));

  it('take the seats once their threads are ready, and nothing that waits or runs is lost', async () => {
    await given([]);
    const answers = Array.from({ length: 50 }, (_, i) => run(i));
    const opened = await pool.use([model('m', calm()), model('n', calm())]);
    answers.push(...Array.from({ length: 50 }, (_, i) => run(50 + i)));
    expect([...opened.keys()]).toEqual(['m', 'n']);
    expect(await Promise.all(answers)).toEqual(Array.from({ length: 100 }, (_, i) => answered(i)));
    expect(await pool.run('n', [Float32Array.of(7)], PATIENT_MS)).toEqual(answered(7));
  });

  it('of which none comes up are told, and those before go on', async () => {
    await given([0, DIE]);
    expect(await pool.use([model('m', calm()), model('n', new Int32Array(0))])).toEqual(new Map());
    expect(await run(5)).toEqual(answered(5));
    // who takes a dead worker's seat does not have them either
    expect(await run(6)).toEqual(answered(6));
  });

  it('are served though the thread before hangs', async () => {
    await given([HANG]);
    const stuck = run(1);
    await pool.use([model('m', calm())]);
    expect(await run(2)).toEqual(answered(2));
    expect(await stuck).toEqual(answered(1));
  });
});

it('batches that wait behind a dying worker are all answered, in their own values', async () => {
  await given([0, 0, DIE, 0, DIE]);
  const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => run(i)));
  expect(answers).toEqual(Array.from({ length: 20 }, (_, i) => answered(i)));
});

describe('batches that went together', () => {
  const together = (count: number) => Promise.all(Array.from({ length: count }, (_, i) => run(i)));

  it.each([
    ['dies twice', [0, DIE, 0, DIE], 6],
    ['hangs once', [0, HANG], 5],
    ['answers no number once', [0, RAVE], 4],
  ])('are each tried again by itself when the worker %s, so that none suffers for another', async (_, list, tries) => {
    const world = await given(list);
    expect(await together(3)).toEqual([answered(0), answered(1), answered(2)]);
    expect(world.tries()).toBe(tries);
  });

  it('fail alone where one model throws', async () => {
    await given([0, FAIL]);
    expect(await together(3)).toEqual([answered(0), { ok: false, reason: 'run_failed' }, answered(2)]);
  });
});

it('two workers share the work', async () => {
  await given([HANG], 2);
  const stuck = run(1);
  expect(await run(2)).toEqual(answered(2));
  expect(await stuck).toEqual(answered(1));
});

it('close answers what still waits, and lets the run at hand end', async () => {
  await given([HANG]);
  const held = run(1);
  await nextTurn();
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
  const answers = await Promise.all(Array.from({ length: 16 }, () => run(1, 4_000)));
  expect(answers).toEqual(Array(16).fill({ ok: false, reason: 'deadline_passed' }));
  // eight hang, four replace them; the other four would be the fifth to eighth too many
  expect(world.tries()).toBeLessThanOrEqual(12);
});

it('a script that cannot start is told, not waited for', async () => {
  const script = new URL('../../../test/fixtures/onnx/no-such-worker.ts', import.meta.url);
  pool = workerPool({ workers: 1, attemptMs: ATTEMPT_MS, providers: ['cpu'], script });
  expect(await pool.use([model('m', new Int32Array(1))])).toEqual(new Map());
  expect(await run(1, 100)).toEqual({ ok: false, reason: 'deadline_passed' });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { MUTANTS, mutated } from './mutants.ts';
import { FAULTS, planOf } from './plan.ts';
import { Random } from './random.ts';
import { runSeed } from './run-seed.ts';
import { Scheduler } from './scheduler.ts';

describe('one seed', () => {
  it('is one history, event for event', async () => {
    const [once, again] = [[], []] as string[][];
    const first = await runSeed(7, undefined, (line) => void once?.push(line));
    await runSeed(8);
    const second = await runSeed(7, undefined, (line) => void again?.push(line));
    expect(first.faults).toEqual([]);
    expect(second).toEqual(first);
    expect(again).toEqual(once);
    expect((await runSeed(8)).hash).not.toBe(first.hash);
  }, 60_000);

  it.each([
    [866, 'the clock of a replay was lost with the store, and a rebuild did not read the record that had set it'],
  ])(
    '%d, in which once %s, holds',
    async (seed) => {
      expect((await runSeed(seed)).faults).toEqual([]);
    },
    60_000,
  );

  it('raises alerts and leaves out no check when nothing fails', async () => {
    const { faults, skipped, alerts, crashes } = await runSeed(3, []);
    expect({ faults, skipped, crashes }).toEqual({ faults: [], skipped: [], crashes: 0 });
    expect(alerts).toBeGreaterThan(5);
  }, 60_000);
});

describe('chance', () => {
  it('is told apart by seed and stream, and is as even as it should be', () => {
    const draw = (seed: number, stream: string) => new Random(seed, stream).next();
    expect(draw(1, 'a')).toBe(draw(1, 'a'));
    expect(new Set([draw(1, 'a'), draw(2, 'a'), draw(1, 'b'), draw(2 ** 40 + 1, 'a')]).size).toBe(4);
    const random = new Random(5, 'even');
    const counts = Array.from({ length: 10_000 }, () => random.int(0, 3)).reduce(
      (of, one) => of.with(one, (of[one] ?? 0) + 1),
      [0, 0, 0, 0],
    );
    expect(Math.min(...counts)).toBeGreaterThan(2300);
  });

  it('takes the faults that it is told to and no others', () => {
    const on = (plan: ReturnType<typeof planOf>) => FAULTS.filter((fault) => plan.faults[fault] > 0);
    expect(on(planOf(4, ['crash', 'zombie']))).toEqual(['crash', 'zombie']);
    expect(on(planOf(4, []))).toEqual([]);
  });
});

describe('the scheduler', () => {
  it('runs events by time, each after all that the one before has set off', async () => {
    const scheduler = new Scheduler(0, null);
    const seen: string[] = [];
    const chain = async (name: string) => {
      for (let i = 0; i < 20; i++) await null;
      seen.push(name);
    };
    scheduler.after(2, 'second', () => void chain('second'));
    scheduler.after(1, 'first', () => void chain('first'));
    scheduler.after(3, 'third', () => void seen.push('third'));
    scheduler.after(1, 'never', () => void seen.push('never')).cancelled = true;
    await scheduler.run(10, () => false);
    expect([seen, scheduler.now]).toEqual([['first', 'second', 'third'], 10]);
  });
});

describe('mutants', () => {
  it.each(MUTANTS.map((mutant) => [mutant.name, mutant] as const))('%s fits its source', (_, mutant) => {
    const source = readFileSync(join(import.meta.dirname, '../..', mutant.file), 'utf8');
    expect(mutated(mutant, source)).not.toBe(source);
  });

  it('that does not fit says so', () => {
    const edits = [{ find: 'a', replace: 'b' }];
    expect(() => mutated({ name: 'm', file: 'f', edits }, 'aa')).toThrow('stands 2 times in f, not once');
  });
});

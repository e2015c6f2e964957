import { describe, expect, it } from '@jest/globals';
import { virtualClock } from '../memory/clock.ts';
import { LONGEST_WAIT_MS, readiness } from './readiness.ts';

function given() {
  const clock = virtualClock(0);
  const late: number[] = [];
  const prepared = new Map<number, () => void>();
  const stopped = new AbortController();
  const prepare = (version: number) => new Promise<void>((resolve) => prepared.set(version, resolve));
  const { ready, getReady } = readiness(prepare, { clock, signal: stopped.signal, late: (one) => void late.push(one) });
  return { clock, late, prepared, stopped, ready, getReady };
}

describe('the version that a room is ready for', () => {
  it('given one that takes long, when the one after it is prepared first, then that one is taken, and the other never', async () => {
    const { prepared, ready, getReady, late } = given();
    const [slow, quick] = [getReady(1), getReady(2)];
    expect(ready()).toBe(0);
    prepared.get(2)?.();
    await quick;
    expect(ready()).toBe(2);
    prepared.get(1)?.();
    await slow;
    expect([ready(), late]).toEqual([2, []]);
  });

  it('given one that was waited for long enough, then it is taken and told as late', async () => {
    const { clock, ready, getReady, late } = given();
    const waiting = getReady(1);
    await clock.advance(LONGEST_WAIT_MS);
    await waiting;
    expect([ready(), late]).toEqual([1, [1]]);
  });

  it('given one that is prepared in time, when that time has passed, then nothing is told as late', async () => {
    const { clock, prepared, getReady, late } = given();
    const waiting = getReady(1);
    prepared.get(1)?.();
    await waiting;
    await clock.advance(2 * LONGEST_WAIT_MS);
    expect(late).toEqual([]);
  });

  it('given a stage that closes, then nobody waits, and nothing is told as late', async () => {
    const { stopped, getReady, late } = given();
    const waiting = getReady(1);
    stopped.abort();
    await waiting;
    expect(late).toEqual([]);
  });
});

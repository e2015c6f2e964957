import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Clock } from '../../src/ports.ts';

export interface GivenClock {
  readonly clock: Clock;
  /** Lets that much time pass; resolves when sleepers that were due have woken. */
  pass(ms: number): Promise<void>;
}

/** What the runner relies on, checked on the twin and on the clock of this machine. */
export function clockContract(name: string, open: () => GivenClock): void {
  describe(`clock port: ${name}`, () => {
    let given: GivenClock;
    beforeEach(() => {
      given = open();
    });

    /** Sleeps, and notes when it is over. */
    function sleeping(ms: number, signal?: AbortSignal): { isOver: boolean } {
      const state = { isOver: false };
      void given.clock.sleep(ms, signal).then(() => {
        state.isOver = true;
      });
      return state;
    }

    it('tells whole milliseconds since 1970, and never goes back', async () => {
      const before = given.clock.now();
      expect(Number.isSafeInteger(before)).toBe(true);
      await given.pass(30);
      expect(given.clock.now() - before).toBeGreaterThanOrEqual(29);
    });

    it('wakes a sleeper when its time has come, not before', async () => {
      const sleep = sleeping(100);
      await given.pass(20);
      expect(sleep.isOver).toBe(false);
      await given.pass(120);
      expect(sleep.isOver).toBe(true);
    });

    it('wakes sleepers in the order of their times', async () => {
      const woken: number[] = [];
      for (const ms of [120, 20, 70]) void given.clock.sleep(ms).then(() => woken.push(ms));
      await given.pass(200);
      expect(woken).toEqual([20, 70, 120]);
    });

    it('an aborted sleep is over at once and throws nothing', async () => {
      const abort = new AbortController();
      const sleep = sleeping(60_000, abort.signal);
      await given.pass(5);
      expect(sleep.isOver).toBe(false);
      abort.abort();
      await given.pass(5);
      expect(sleep.isOver).toBe(true);
    });

    it('does not sleep at all when the signal is aborted already', async () => {
      await given.clock.sleep(60_000, AbortSignal.abort());
    });
  });
}

import { expect, it } from '@jest/globals';
import { virtualClock } from '../memory/clock.ts';
import { probe } from './probe.ts';

it('knows when a server answered last, through an outage and after it', async () => {
  const clock = virtualClock(0);
  const stop = new AbortController();
  let isThere = true;
  const ask = async () => {
    if (!isThere) throw new Error('gone');
  };
  const server = probe('the store', ask, { clock, everyMs: 10, signal: stop.signal });
  const pass = async () => {
    await clock.advance(10);
    await new Promise(setImmediate);
  };
  await new Promise(setImmediate);
  await pass();
  expect(server.lastAnswerAt()).toBe(10);
  isThere = false;
  for (let i = 0; i < 3; i++) await pass();
  expect([clock.now(), server.lastAnswerAt()]).toEqual([40, 10]);
  isThere = true;
  await pass();
  expect(server.lastAnswerAt()).toBe(50);
  stop.abort();
});

import { expect, it } from '@jest/globals';
import { virtualClock } from '../memory/clock.ts';
import { RetriableError } from '../stage.ts';
import { probe } from './probe.ts';

it('knows when a server answered last, through an outage and after it', async () => {
  const clock = virtualClock(0);
  const stop = new AbortController();
  let failure: Error | null = null;
  const ask = async () => {
    if (failure) throw failure;
  };
  const server = probe('the store', ask, { clock, everyMs: 10, signal: stop.signal });
  const pass = async () => {
    await clock.advance(10);
    await new Promise(setImmediate);
  };
  await new Promise(setImmediate);
  await pass();
  expect(server.lastAnswerAt()).toBe(10);
  failure = new RetriableError('gone');
  for (let i = 0; i < 3; i++) await pass();
  expect([clock.now(), server.lastAnswerAt()]).toEqual([40, 10]);
  failure = new Error('you may not read that');
  await pass();
  expect(server.lastAnswerAt()).toBe(50);
  stop.abort();
});

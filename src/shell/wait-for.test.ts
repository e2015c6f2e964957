import { expect, it } from '@jest/globals';
import type { Clock, Logger } from '../ports.ts';
import { FatalError } from '../runner.ts';
import { RetriableError } from '../stage.ts';
import { waitFor } from './wait-for.ts';

/** A clock on which sleeping costs no time. */
function patience(limitMs: number) {
  let now = 0;
  const said: object[] = [];
  const clock: Clock = {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
    },
  };
  const logger: Logger = { info() {}, error() {}, warn: (facts) => void said.push(facts) };
  return { clock, logger, limitMs, signal: new AbortController().signal, said };
}

const failing = (times: number, error: Error) => {
  let left = times;
  return async () => {
    if (left-- > 0) throw error;
    return 'there';
  };
};

it('waits until the world is whole again, and says so each time', async () => {
  const given = patience(60_000);
  expect(await waitFor('Kafka', failing(3, new RetriableError('refused')), given)).toBe('there');
  expect(given.said).toEqual([0, 500, 1500].map((waitedMs) => ({ waitsFor: 'Kafka', waitedMs, cause: 'refused' })));
});

it('gives up past the limit, with the cause', async () => {
  const waiting = waitFor('Kafka', failing(1e9, new RetriableError('refused')), patience(10_000));
  await expect(waiting).rejects.toThrow(new FatalError('Kafka: no answer for 14 s: refused'));
});

it('does not wait for what no waiting mends', async () => {
  const given = patience(10_000);
  await expect(waitFor('Kafka', failing(1, new Error('may not')), given)).rejects.toThrow('may not');
  expect(given.said).toEqual([]);
});

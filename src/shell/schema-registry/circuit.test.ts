import { expect, it } from '@jest/globals';
import { RetriableError } from '../../stage.ts';
import { circuit } from './circuit.ts';

function given() {
  const world = { now: 0, calls: 0 };
  const run = circuit('registry', () => world.now);
  const fail = () =>
    run(async () => {
      world.calls++;
      throw new Error('down');
    }).catch((cause: unknown) => cause);
  const succeed = () =>
    run(async () => {
      world.calls++;
      return 'up';
    });
  return { world, fail, succeed };
}

it('asks a server that failed only after a pause, which doubles up to five seconds', async () => {
  const { world, fail } = given();
  const pauses: number[] = [];
  for (let failures = 0; failures < 7; failures++) {
    expect(await fail()).toBeInstanceOf(RetriableError);
    const asked = world.calls;
    const startedAt = world.now;
    while (world.calls === asked) {
      world.now += 50;
      if (await fail().then(() => world.calls > asked)) break;
    }
    pauses.push(world.now - startedAt);
  }
  expect(pauses.slice(0, 1)).toEqual([250]);
  expect(Math.max(...pauses)).toBe(5000);
});

it('forgets failures when the server answers', async () => {
  const { world, fail, succeed } = given();
  await fail();
  world.now = 250;
  expect(await succeed()).toBe('up');
  expect(await succeed()).toBe('up');
});

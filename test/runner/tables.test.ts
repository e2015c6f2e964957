import { describe, expect, it } from '@jest/globals';
import type { PublishedRule } from '../../src/domain/contracts.gen.ts';
import { RetriableError } from '../../src/stage.ts';
import {
  drain,
  fragile,
  IN,
  logOf,
  OUT,
  promote,
  send,
  silence,
  start,
  TABLE,
  valuesOf,
  type World,
  world,
} from './world.ts';

const versions = async (given: World) => (await valuesOf<PublishedRule>(given, OUT.name)).map(({ version }) => version);
/** More than memory looks back at. */
const promoteOften = async (given: World) => {
  for (let i = 0; i < 1100; i++) await send(given, promote(given, `later-${i}`));
};

/** A process that dies before it saves what it has sent, and the records that another finds. */
async function died(given: World): Promise<World> {
  await send(given, promote(given, 'first'));
  let saves = 0;
  const { world: dying } = fragile(given);
  const store = {
    ...given.store,
    save: async (...rest: Parameters<World['store']['save']>) =>
      // taken over, tables in force, then nothing more
      ++saves > 2 ? Promise.reject(new Error('the process is gone')) : given.store.save(...rest),
  };
  const first = await start({ ...dying, store });
  first.failed.catch(() => {});
  await send(given, silence(given, 'a'));
  await drain(given).catch(() => {});
  await first.close().catch(() => {});
  return given;
}

describe('a table that changes often', () => {
  it('given a partition whose owner died long ago, when another takes it over, then what was sent is repeated with the table of then', async () => {
    const given = await died(world());
    await promoteOften(given);
    await start(given);
    await send(given, silence(given, 'b'));
    await drain(given);
    await send(given, silence(given, 'c'));
    await drain(given);
    const sent = await versions(given);
    expect(sent.filter((version) => version === 'first').length).toBeGreaterThanOrEqual(2);
    expect(sent.at(-1)).toBe('later-1099');
    expect(new Set(sent)).toEqual(new Set(['first', 'later-1099']));
  });

  it('given that the log cannot be read then, when it is taken over, then it waits, and never takes the newest instead', async () => {
    const given = await died(world());
    await promoteOften(given);
    let asked = 0;
    const broker = {
      ...given.broker,
      async *readAll(topic: string) {
        if (topic === TABLE.name && asked++ < 3) throw new RetriableError('down');
        yield* given.broker.readAll(topic);
      },
    };
    await start({ ...given, broker, clock: { ...given.clock, sleep: async () => {} } } as World);
    await drain(given);
    expect(asked).toBe(4);
    expect(new Set(await versions(given))).toEqual(new Set(['first']));
    expect((await logOf(given.broker, IN.name)).length).toBe(1);
  });
});

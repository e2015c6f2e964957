import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { PublishedRule } from '../../src/domain/contracts.gen.ts';
import type { RunnerWorld } from '../../src/runner/deps.ts';
import { LONGEST_WAIT_MS } from '../../src/runner/readiness.ts';
import { followTable } from '../../src/runner/tables.ts';
import type { AnyStage } from '../../src/runner.ts';
import { RetriableError } from '../../src/stage.ts';
import {
  counting,
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

/** What is sent while the room gets ready for the second version as `prepare` does, and after that. */
async function atASwap(prepare: () => Promise<void>, then: (given: World) => unknown): Promise<readonly string[]> {
  const given = world();
  const { open, ...rest } = counting();
  let calls = 0;
  const stage = {
    ...rest,
    open: async () => {
      const prepares = { table: TABLE, prepare: async () => void (++calls > 1 && (await prepare())) };
      return { ...(await open(null)), prepares };
    },
  };
  await send(given, promote(given, 'first'));
  await start(given, stage as AnyStage);
  const work = async (id: string) => {
    await send(given, silence(given, id));
    await drain(given);
  };
  await work('a');
  await send(given, promote(given, 'second'));
  await work('b');
  await then(given);
  await work('c');
  return versions(given);
}

describe('a table that the room gets ready for', () => {
  it('given a room that is not ready, then the version before stays in force until it is', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    expect(
      await atASwap(
        () => promise,
        () => resolve(),
      ),
    ).toEqual(['first', 'first', 'second']);
  });

  it('given a room that is never ready, then the version comes into force when it was waited for', async () => {
    const never = new Promise<void>(() => {});
    const wait = (ms: number) =>
      atASwap(
        () => never,
        ({ clock }) => clock.advance(ms),
      );
    expect(await wait(LONGEST_WAIT_MS - 1)).toEqual(['first', 'first', 'first']);
    expect(await wait(LONGEST_WAIT_MS)).toEqual(['first', 'first', 'second']);
  });

  it('given a log that is quiet while the room gets ready, then it is asked once, and told as late once', async () => {
    const given = world();
    const stopped = new AbortController();
    let quiet = () => {};
    const follow: World['broker']['follow'] = (topic, onRecords, signal) => {
      quiet = () => onRecords([]);
      return given.broker.follow(topic, onRecords, signal);
    };
    let [prepared, late] = [0, 0];
    const logger = { ...given.logger, warn: () => void late++ };
    const around = { ...given, logger, broker: { ...given.broker, follow } } as unknown as RunnerWorld;
    const prepare = () => (++prepared > 1 ? new Promise<void>(() => {}) : Promise.resolve());
    const table = await followTable(TABLE, around, stopped.signal, prepare);
    await send(given, promote(given, 'slow'));
    for (let second = 0; second < 3; second++) quiet();
    await setImmediate();
    await given.clock.advance(LONGEST_WAIT_MS);
    await setImmediate();
    expect([table.ready(), prepared, late]).toEqual([1, 2, 1]);
    stopped.abort();
  });

  it('given a room that cannot get ready, then the version comes into force, for the batch to meet the reason', async () => {
    const failing = () => Promise.reject(new RetriableError('down'));
    expect((await atASwap(failing, () => {})).at(-1)).toBe('second');
  });
});

import { describe, expect, it } from '@jest/globals';
import type { PublishedRule } from '../../src/domain/contracts.gen.ts';
import { CONTROL_HEADER, parseControl } from '../../src/runner/watermark.ts';
import { type Due, RetriableError } from '../../src/stage.ts';
import {
  control,
  counting,
  drain,
  fragile,
  IN,
  ledgerOf,
  logOf,
  OUT,
  promote,
  send,
  silence,
  start,
  valuesOf,
  type World,
  world,
} from './world.ts';

const counts = async (given: World) =>
  (await valuesOf<PublishedRule>(given, OUT.name)).map(({ id, time }) => `${id}:${time}`);

describe('time and tables', () => {
  const timed = counting((input, context) => context.timer(input.key, Number(input.value.id)));

  it('tells so many senders as its topic had partitions at the last assignment: the raw topic grows', async () => {
    const given = world();
    let partitions = 1;
    const offsets = async (topic: string) => {
      const [range] = await given.broker.offsets(topic);
      return Array.from({ length: topic === IN.name ? partitions : 1 }, () => range ?? { start: 0, end: 0 });
    };
    const grown = { ...given, broker: { ...given.broker, offsets } } as World;
    const told = async () =>
      (await logOf(given.broker, OUT.name)).flatMap(({ headers }) => {
        const text = Buffer.from(headers[CONTROL_HEADER] ?? []).toString();
        return text ? [parseControl(text)?.senders] : [];
      });
    const first = await start(grown);
    await send(given, control('intake/0', 1, 100));
    await drain(given);
    await first.close();
    partitions = 3;
    await start(grown);
    await send(given, control('intake/0', 1, 200));
    await drain(given);
    expect(await told()).toEqual([1, 3]);
  });

  it('takes the minimum of all senders, fires timers in order and passes the watermark on', async () => {
    const given = world();
    await start(given, timed as never);
    await send(
      given,
      silence(given, '300', '', 'acme/b'),
      silence(given, '100', '', 'acme/a'),
      silence(given, '200', '', 'acme/c'),
    );
    await send(given, control('intake/0', 2, 500));
    await drain(given);
    expect((await counts(given)).length).toBe(3);
    await send(given, control('intake/1', 2, 250));
    await drain(given);
    expect((await counts(given)).slice(3)).toEqual(['timer-100:0', 'timer-200:0']);
    await send(given, control('intake/1', 2, Number.POSITIVE_INFINITY));
    await drain(given);
    expect((await counts(given)).slice(5)).toEqual(['timer-300:0']);
    const said = (await logOf(given.broker, OUT.name)).flatMap(({ headers }) =>
      headers['vedette-control'] ? [JSON.parse(Buffer.from(headers['vedette-control']).toString())] : [],
    );
    expect(said.map(({ sender, senders, watermark }) => [sender, senders, watermark])).toEqual([
      ['features/0', 1, 250],
      ['features/0', 1, 500],
    ]);
  });

  it('tells how far time had come before it tells of the end, however rarely it speaks', async () => {
    const given = world();
    await start(given, timed as never, { controlEveryMs: 60_000 });
    await send(given, control('intake/0', 1, 100));
    await drain(given);
    await send(
      given,
      silence(given, 'a'),
      control('intake/0', 1, 500),
      control('intake/0', 1, Number.POSITIVE_INFINITY),
    );
    await drain(given);
    const said = (await logOf(given.broker, OUT.name)).flatMap(({ headers }) =>
      headers['vedette-control'] ? [JSON.parse(Buffer.from(headers['vedette-control']).toString()).watermark] : [],
    );
    expect(said).toEqual([100, 500, Number.MAX_SAFE_INTEGER]);
  });

  it('ends with a clear word where a stage sets a timer anew for the time that it was called for', async () => {
    const given = world();
    const stuck = {
      ...timed,
      open: async () => ({
        ...(await timed.open(undefined as never)),
        timers(due: readonly Due[], context: { timer(key: Due['key'], at: number): void }) {
          for (const { key, due: at } of due) context.timer(key, at);
          return [];
        },
      }),
    };
    const running = await start(given, stuck as never);
    await send(given, silence(given, '100'), control('intake/0', 1, 500));
    await Promise.all([
      expect(running.failed).rejects.toThrow('features set a timer anew for the time that it was called for'),
      drain(given).catch(() => {}),
    ]);
  });

  it('keeps timers over a restart', async () => {
    const given = world();
    const first = await start(given, timed as never);
    await send(given, silence(given, '100'));
    await drain(given);
    await first.close();
    await start(given, timed as never);
    await send(given, control('intake/0', 1, 100));
    await drain(given);
    expect((await counts(given)).slice(1)).toEqual(['timer-100:0']);
  });

  it('saves a new version of a table before the first record that is processed with it', async () => {
    const given = world();
    await send(given, promote(given, '1'));
    await start(given);
    await send(given, silence(given, 'a'));
    await drain(given);
    await send(given, promote(given, '2'), silence(given, 'b'));
    await new Promise(setImmediate);
    await drain(given);
    const versions = (await valuesOf<PublishedRule>(given, OUT.name)).map(({ id, version }) => `${id}:${version}`);
    expect(versions).toEqual(['a:1', 'b:2']);
  });
});

describe('a first stage with nothing to read', () => {
  const clocked = counting();
  const first = {
    ...clocked,
    open: async () => ({
      ...(await clocked.open(null)),
      advance: (progress: { kind: string; now?: number }) => progress.now ?? null,
      watermark: () => Number.NEGATIVE_INFINITY,
    }),
  };

  it('says that time has passed', async () => {
    const given = world();
    const { status } = await start(given, first as never);
    await given.broker.tick();
    expect(status().partitions[0]?.watermark).toBe(given.clock.now());
  });

  it('rebuilds lost state though nothing comes, and the broker is away when the rebuild begins', async () => {
    const given = world();
    const { world: fragileWorld, empty } = fragile(given);
    let isAway = false;
    const offsets: typeof given.broker.offsets = async (topic) => {
      const isBegun = (await fragileWorld.store.open('features:0:0')) !== null;
      if (!isAway || !isBegun) return given.broker.offsets(topic);
      isAway = false;
      throw new RetriableError('the broker is away');
    };
    const broker = { ...given.broker, offsets };
    const { status } = await start({ ...fragileWorld, broker } as World, first as never, { controlEveryMs: 1 });
    await send(given, silence(given, 'a'));
    await drain(given);
    await given.broker.tick();
    empty();
    isAway = true;
    await given.clock.advance(10);
    await given.broker.tick();
    await drain(given);
    expect(status().partitions[0]?.offset).toBe(1);
  });

  it('does not say so for the time since the log was last seen to end', async () => {
    const given = world();
    const offsets = async (topic: string) =>
      (await given.broker.offsets(topic)).map(({ start: from, end }) => ({
        start: from,
        end: topic === IN.name ? end + 1 : end,
      }));
    const { status } = await start({ ...given, broker: { ...given.broker, offsets } }, first as never);
    await given.broker.tick();
    expect(status().partitions[0]?.watermark).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe('the ledger', () => {
  it('balances: in = forwarded + dropped + dead-lettered + repeated', async () => {
    const given = world();
    await start(given);
    await send(
      given,
      silence(given, 'a'),
      silence(given, 'b', 'dull'),
      silence(given, 'c', 'bad'),
      silence(given, 'd', 'boom'),
      control('intake/0', 1, Number.POSITIVE_INFINITY),
    );
    await drain(given);
    const [entry, ...more] = await ledgerOf(given);
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ from: 0, to: 5, in: 4, forwarded: 1, produced: 1, control: 1, repeated: 0 });
    expect({ ...entry?.dropped }).toEqual({ dull: 1 });
    expect({ ...entry?.deadLettered }).toEqual({ bad_value: 1, unexpected: 1 });
    expect({ ...entry?.sent }).toEqual({ [`${OUT.name}/0`]: 1 });
  });
});

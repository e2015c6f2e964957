import { describe, expect, it } from '@jest/globals';
import { readDeadLetter } from '../../src/cli/dead-letters.ts';
import { redrive } from '../../src/cli/redrive.ts';
import type { PublishedRule } from '../../src/domain/contracts.gen.ts';
import type { StoredRecord } from '../../src/ports.ts';
import type { AnyStage } from '../../src/runner.ts';
import { deadLetter, forward, type Input } from '../../src/stage.ts';
import { counting, drain, IN, logOf, OUT, send, silence, start, valuesOf, type World, world } from '../runner/world.ts';

/** The toy stage with a bug that a later version mends. */
function buggy(isMended: () => boolean): AnyStage {
  const stage = counting();
  return {
    ...stage,
    async open(ports: null) {
      const room = await stage.open(ports);
      return {
        ...room,
        process: (batch: readonly Input<typeof IN>[]) =>
          batch.flatMap((input) => {
            if (input.value.reason === 'odd' && !isMended()) return [deadLetter('odd_value')];
            const { id } = input.value;
            return [
              forward<typeof OUT>({
                to: OUT,
                key: input.key,
                value: { id, tenant: 'acme', version: '', status: 'enabled', text: '', time: 0 },
              }),
            ];
          }),
      };
    },
  } as AnyStage;
}

const choice = { stage: 'features', reads: IN.name, from: 0, limit: 1000 };
const outputs = async (given: World) => (await valuesOf<PublishedRule>(given, OUT.name)).map(({ id }) => id);

async function drive(given: World, change: object = {}) {
  const done = await redrive(given.broker, await given.broker.producer(), { ...choice, ...change });
  await drain(given);
  return done;
}

async function withDeadLetters(partitions = 1) {
  let mended = false;
  const given = world(partitions);
  await start(
    given,
    buggy(() => mended),
  );
  const last = partitions - 1;
  await send(
    given,
    silence(given, 'a', 'odd', 'acme/a', last),
    silence(given, 'b', '', 'acme/b', last),
    silence(given, 'c', 'odd', 'acme/c', last),
  );
  await drain(given);
  const mend = () => {
    mended = true;
  };
  return { given, mend };
}

describe('a re-driven dead letter', () => {
  it('goes through once the cause is mended, untouched and to its partition', async () => {
    const { given, mend } = await withDeadLetters(2);
    expect(await outputs(given)).toEqual(['b']);
    mend();
    expect(await drive(given)).toEqual({ sent: 2, left: 0, next: 2 });
    expect((await outputs(given)).sort()).toEqual(['a', 'b', 'c']);
    const [first, , , again] = await logOf(given.broker, IN.name);
    expect(again).toMatchObject({ key: first?.key, value: first?.value, partition: 1 });
    expect(Object.keys(again?.headers ?? {}).sort()).toEqual(['tenant-id', 'vedette-origin']);
  });

  it('counts once however often it is re-driven', async () => {
    const { given, mend } = await withDeadLetters();
    mend();
    await drive(given);
    await drive(given);
    expect(await outputs(given)).toEqual(['b', 'a', 'c']);
  });

  it('becomes a new dead letter with the same source when nothing was mended, and can go again', async () => {
    const { given, mend } = await withDeadLetters();
    await drive(given, { limit: 1 });
    expect(await logOf(given.broker, 'features.dlq')).toHaveLength(3);
    mend();
    expect(await drive(given, { from: 1 })).toMatchObject({ sent: 2 });
    expect(await outputs(given)).toEqual(['b', 'c', 'a']);
  });

  it('keeps the origin that it first had as a fact', async () => {
    const given = world();
    let mended = false;
    await start(
      given,
      buggy(() => mended),
    );
    const one = silence(given, 'a', 'odd');
    await send(given, { ...one, headers: { ...one.headers, 'vedette-origin': Buffer.from('intake/0/7/0') } });
    await drain(given);
    mended = true;
    await drive(given);
    expect(await outputs(given)).toEqual(['a']);
    const headers = (await logOf(given.broker, IN.name)).at(-1)?.headers ?? {};
    expect(Buffer.from(headers['vedette-origin-was'] ?? []).toString()).toBe('intake/0/7/0');
    expect(Buffer.from(headers['vedette-origin'] ?? []).toString()).toBe('features.dlq.odd.value/0/0/0');
  });

  it('is chosen by its reason, and one reason does not hide another', async () => {
    const given = world();
    let mended = false;
    await start(
      given,
      buggy(() => mended),
    );
    await send(given, { ...silence(given, 'x'), key: Buffer.from('no slash') }, silence(given, 'a', 'odd'));
    await drain(given);
    mended = true;
    expect(await drive(given, { reason: 'odd_value' })).toMatchObject({ sent: 1 });
    expect(await drive(given, { reason: 'key_invalid' })).toMatchObject({ sent: 1 });
    expect(await outputs(given)).toEqual(['a']);
    const reasons = (await logOf(given.broker, 'features.dlq')).map(({ headers }) =>
      Buffer.from(headers['dlq.reason-code'] ?? []).toString(),
    );
    expect(reasons).toEqual(['key_invalid', 'odd_value', 'key_invalid']);
  });

  it.each([
    ['another topic', { '__connect.errors.topic': Buffer.from(OUT.name) }],
    ['a partition that there is not', { '__connect.errors.partition': Buffer.from('99') }],
    ['no place at all', { '__connect.errors.partition': Buffer.from('x') }],
  ])('stays where it is when it names %s', async (_, change) => {
    const { given, mend } = await withDeadLetters();
    const [letter] = await logOf(given.broker, 'features.dlq');
    await send(given, {
      topic: 'features.dlq',
      partition: 0,
      key: null,
      value: letter?.value ?? null,
      headers: { ...letter?.headers, ...change },
    });
    mend();
    expect(await drive(given)).toMatchObject({ sent: 2, left: 1 });
  });

  it('says nothing where its headers name a number beyond every offset', async () => {
    const { given } = await withDeadLetters();
    const [letter] = await logOf(given.broker, 'features.dlq');
    const headers = { ...letter?.headers, '__connect.errors.offset': Buffer.from('9999999999999999') };
    expect(readDeadLetter('features', { ...(letter as StoredRecord), headers }).sourceOffset).toBe(-1);
  });

  it('is only counted without a producer', async () => {
    const { given } = await withDeadLetters();
    expect(await redrive(given.broker, null, choice)).toEqual({ sent: 2, left: 0, next: 2 });
    await drain(given);
    expect(await logOf(given.broker, IN.name)).toHaveLength(3);
  });
});

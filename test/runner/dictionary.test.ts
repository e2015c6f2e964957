import { describe, expect, it } from '@jest/globals';
import { balance } from '../../src/audit/balance.ts';
import { FEEDBACK_SCRUBBED, type ScrubbedFeedback } from '../../src/domain/contracts.gen.ts';
import { memoryDictionaryStore } from '../../src/memory/dictionary-store.ts';
import type { Send } from '../../src/ports.ts';
import { type AnyStage, runStage } from '../../src/runner.ts';
import { RetriableError } from '../../src/stage.ts';
import { dictionaryConfigSchema } from '../../src/stages/dictionary/config.ts';
import type { DictionaryStore } from '../../src/stages/dictionary/ports.ts';
import { dictionary } from '../../src/stages/dictionary/stage.ts';
import { nameCorrection } from '../scrubbed.ts';
import { drain, fragile, ledgerOf, logOf, OPTIONS, send, type World, world } from './world.ts';

const start = async (given: World, store: DictionaryStore) => {
  const room = await dictionary.open({ config: dictionaryConfigSchema.parse({}), dictionary: store });
  return runStage(dictionary as unknown as AnyStage, room as never, given, OPTIONS);
};

/** As the scrub sends it: with the offset of its own input. */
const scrubbed = (given: World, value: ScrubbedFeedback, at: number): Send => ({
  topic: FEEDBACK_SCRUBBED.name,
  partition: 0,
  key: Buffer.from(`${value.tenant}/feedback`),
  value: given.codec.encode(FEEDBACK_SCRUBBED.name, value),
  headers: { 'tenant-id': Buffer.from(value.tenant), 'vedette-origin': Buffer.from(`scrub/0/${at}/0`) },
});

/** Corrections of two tenants in turn, each third of them submitted a second time. */
const story = Array.from({ length: 24 }, (_, at) => {
  const number = at % 3 === 2 ? at - 2 : at;
  return nameCorrection(
    `f${number}`,
    { wrong: `wrong ${number % 4}`, right: `right ${number}` },
    {
      tenant: number % 2 ? 'beta' : 'acme',
    },
  );
});
const tell = (given: World) => send(given, ...story.map((one, at) => scrubbed(given, one, at)));
const held = async (store: DictionaryStore) => [await store.read('acme'), await store.read('beta')];

async function undisturbed() {
  const [given, store] = [world(), memoryDictionaryStore()];
  await tell(given);
  await start(given, store);
  await drain(given);
  expect(balance(await ledgerOf(given))).toEqual([]);
  return held(store);
}

describe('the dictionary stage in its runner', () => {
  it('given a process that dies at any save, when another goes on, then the same dictionaries', async () => {
    const expected = await undisturbed();
    expect(expected.map(({ entries }) => entries.length)).toEqual([8, 8]);
    let died = 0;
    for (let save = 1; save <= 6; save++) {
      const [given, store] = [world(), memoryDictionaryStore()];
      const { world: dying } = fragile(given, (count) => {
        if (count === save) throw new TypeError('the process dies here');
      });
      await tell(given);
      const first = await start(dying, store);
      first.failed.catch(() => {
        died += 1;
      });
      await drain(given);
      await start(dying, store);
      await drain(given);
      expect(await held(store)).toEqual(expected);
    }
    expect(died).toBe(6);
  });

  it('given a store that is away for a while, then nothing becomes a dead letter and nothing is missing', async () => {
    const expected = await undisturbed();
    const [given, store] = [world(), memoryDictionaryStore()];
    let failures = 0;
    const ailing: DictionaryStore = {
      ...store,
      // what it was told is stored, though it does not say so
      async add(...args) {
        const answer = await store.add(...args);
        if (failures++ % 3 === 0) throw new RetriableError('away');
        return answer;
      },
    };
    await tell(given);
    // its clock does not wait
    await start(fragile(given).world, ailing);
    await drain(given);
    expect(await held(store)).toEqual(expected);
    expect(failures).toBe(18);
    expect(await logOf(given.broker, 'dictionary.dlq')).toEqual([]);
  });
});

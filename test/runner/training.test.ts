import { describe, expect, it } from '@jest/globals';
import {
  FEEDBACK_SCRUBBED,
  type ScrubbedFeedback,
  TRAINING_TRIGGERED,
  type TrainingTrigger,
} from '../../src/domain/contracts.gen.ts';
import type { Send } from '../../src/ports.ts';
import type { AnyStage } from '../../src/runner.ts';
import { runStage } from '../../src/runner.ts';
import { trainingConfigSchema } from '../../src/stages/training/config.ts';
import { training } from '../../src/stages/training/stage.ts';
import { feedback, LENIENT } from '../training.ts';
import { drain, fragile, logOf, OPTIONS, send, valuesOf, type World, world } from './world.ts';

const config = trainingConfigSchema.parse({ ...LENIENT, count: 5, weeklyLimit: 50 });
const options = { ...OPTIONS, heardTopics: new Set([TRAINING_TRIGGERED.name]) };

const start = async (given: World) =>
  runStage(training as AnyStage, (await training.open({ config })) as never, given, options);

/** As the scrub sends it: with the offset of its own input. */
function scrubbed(given: World, value: ScrubbedFeedback, at: number): Send {
  return {
    topic: FEEDBACK_SCRUBBED.name,
    partition: 0,
    key: Buffer.from(`${value.tenant}/feedback`),
    value: given.codec.encode(FEEDBACK_SCRUBBED.name, value),
    headers: { 'tenant-id': Buffer.from(value.tenant), 'vedette-origin': Buffer.from(`scrub/0/${at}/0`) },
  };
}

const TENANTS = ['acme', 'other'];
/** Two tenants in turn; every third record is sent a second time by its analyst. */
const story = Array.from({ length: 40 }, (_, at) => {
  const number = at % 3 === 2 ? at - 2 : at;
  const tenant = TENANTS[number % 2] as string;
  return feedback(`f${number}`, { tenant, time: number, author: `a${number % 4}` });
});
const tell = (given: World) => send(given, ...story.map((one, at) => scrubbed(given, one, at)));

const triggersOf = (given: World) => valuesOf<TrainingTrigger>(given, TRAINING_TRIGGERED.name);
const once = (all: readonly TrainingTrigger[]) => [...new Map(all.map((one) => [one.id, one])).values()];

async function undisturbed(): Promise<readonly TrainingTrigger[]> {
  const given = world();
  await tell(given);
  const running = await start(given);
  await drain(given);
  await running.close();
  return triggersOf(given);
}

describe('one trigger for each dataset', () => {
  it('given nothing that goes wrong, when the feedback is read, then each is sent once', async () => {
    const all = await undisturbed();
    expect(once(all)).toEqual(all);
    expect(all.map(({ tenant, count }) => [tenant, count])).toEqual([
      ['acme', 5],
      ['other', 5],
      ['other', 5],
      ['acme', 5],
    ]);
  });

  it('given a process that dies at any save, when another goes on, then the same triggers, and a repeat has the origin of the first', async () => {
    const expected = await undisturbed();
    for (let save = 1; save <= 11; save++) {
      const given = world();
      const { world: dying } = fragile(given, (count) => {
        if (count === save) throw new TypeError('the process dies here');
      });
      await tell(given);
      const first = await start(dying);
      let hasDied = false;
      first.failed.catch(() => {
        hasDied = true;
      });
      await drain(given);
      expect(hasDied).toBe(true);
      await start(dying);
      await drain(given);
      expect(once(await triggersOf(given))).toEqual(expected);
      const origins = (await logOf(given.broker, TRAINING_TRIGGERED.name)).map(({ headers }) =>
        String(headers['vedette-origin']),
      );
      expect(new Set(origins).size).toBe(expected.length);
    }
  });

  it('given a store that is emptied halfway, when the rest is read, then the same triggers, each sent once', async () => {
    const given = world();
    const { world: emptied, empty } = fragile(given);
    const running = await start(emptied);
    const sends = story.map((one, at) => scrubbed(given, one, at));
    await send(given, ...sends.slice(0, 23));
    await drain(given);
    empty();
    await send(given, ...sends.slice(23));
    await drain(given);
    await running.close();
    expect(await triggersOf(given)).toEqual(await undisturbed());
  });
});

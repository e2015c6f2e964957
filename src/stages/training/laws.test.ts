import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  DAY,
  feedback,
  givenTraining as given,
  MINUTE,
  order,
  START,
  type Training,
  triggers,
  when,
} from '../../../test/training.ts';
import type { ScrubbedFeedback, TrainingOrder } from '../../domain/contracts.gen.ts';

const HOUR = 60 * MINUTE;

/** A day by day story: feedback, some of it twice, orders, and time that passes. */
interface Step {
  readonly records: readonly ScrubbedFeedback[];
  readonly order: TrainingOrder | null;
  readonly passed: number;
}

const records = fc.array(
  fc.record({
    id: fc.nat({ max: 60 }),
    tenant: fc.constantFrom('acme', 'other'),
    kind: fc.constantFrom('verdict' as const, 'correction' as const),
    author: fc.constantFrom('ana', 'bo', 'cy'),
    alert: fc.nat({ max: 30 }),
    label: fc.constantFrom('true_positive', 'true_positive', 'false_positive', 'unsure'),
  }),
  { maxLength: 12 },
);

const asked = fc.option(
  fc.record({
    action: fc.constantFrom('train' as const, 'train' as const, 'erase' as const, 'release' as const),
    tenant: fc.constantFrom('acme', 'other'),
    author: fc.constantFrom('ana', 'bo', 'cy'),
    cause: fc.constantFrom('manual' as const, 'drift' as const),
  }),
);

const stories = fc
  .array(fc.record({ records, asked, hours: fc.integer({ min: 0, max: 40 }) }), { minLength: 1, maxLength: 10 })
  .map((steps) => {
    let passed = START;
    return steps.map((step, at): Step => {
      const time = passed;
      passed += step.hours * HOUR;
      const told = step.records.map(({ id, alert, kind, ...facts }) =>
        // the same id is the same record
        feedback(`${facts.tenant} ${kind} ${id}`, { ...facts, kind, alert: `alert ${alert}`, time }),
      );
      return { records: told, order: step.asked && order(`o${at}`, { ...step.asked, time }), passed };
    });
  });

const CONFIG = { count: 6, least: 2, schedule: '0 3 * * *', weeklyLimit: 3, quorum: 2, analystShare: 0.6 };

async function tell(chain: Training, steps: readonly Step[], perBatch = Number.POSITIVE_INFINITY): Promise<void> {
  const orders: TrainingOrder[] = [];
  for (const step of steps) {
    for (let at = 0; at < step.records.length; at += perBatch)
      await when(chain, ...step.records.slice(at, at + perBatch));
    if (step.order) chain.orders(...orders, step.order);
    if (step.order) orders.push(step.order);
    chain.passes(step.passed);
  }
}

async function told(steps: readonly Step[], perBatch?: number): Promise<Training> {
  const chain = await given(CONFIG);
  await tell(chain, steps, perBatch);
  return chain;
}

it('whatever the story, no record is in two datasets, and no dataset is triggered twice', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (steps) => {
      const all = triggers(await told(steps));
      const used = all.flatMap(({ feedback }) => feedback);
      expect(new Set(used).size).toBe(used.length);
      expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
      expect(new Set(all.map(({ dataset }) => dataset)).size).toBe(all.length);
    }),
    { numRuns: 60 },
  );
});

it('whatever the story, all of it told again triggers nothing that was triggered before', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (steps) => {
      const chain = await told(steps);
      await tell(chain, steps);
      const all = triggers(chain);
      const used = all.flatMap(({ feedback }) => feedback);
      expect(new Set(used).size).toBe(used.length);
    }),
    { numRuns: 40 },
  );
});

it('whatever the story, how it is cut into batches changes nothing, so that a crash repeats the same', async () => {
  await fc.assert(
    fc.asyncProperty(stories, fc.integer({ min: 1, max: 5 }), async (steps, perBatch) => {
      expect((await told(steps, perBatch)).sent).toEqual((await told(steps)).sent);
    }),
    { numRuns: 40 },
  );
});

it('whatever the story, a dataset is of one tenant and kind, within the caps, and no tenant is past its limit', async () => {
  await fc.assert(
    fc.asyncProperty(stories, async (steps) => {
      const all = triggers(await told(steps));
      for (const { tenant, kind, feedback, manifest, count, cause } of all) {
        expect(feedback.every((id) => id.startsWith(`${tenant} ${kind} `))).toBe(true);
        expect(Math.max(...Object.values(manifest.authors))).toBeLessThanOrEqual(CONFIG.analystShare * count);
        expect(count).toBeGreaterThanOrEqual(cause === 'count' ? CONFIG.count : CONFIG.least);
      }
      for (const { tenant, time, cause } of all) {
        const before = all.filter((one) => one.tenant === tenant && one.time <= time && one.time > time - 7 * DAY);
        if (cause !== 'manual' && !before.some((one) => one.cause === 'manual'))
          expect(before.length).toBeLessThanOrEqual(CONFIG.weeklyLimit);
      }
    }),
    { numRuns: 60 },
  );
});

it('whatever the story, once an analyst is erased no later dataset has a record of that analyst', async () => {
  await fc.assert(
    fc.asyncProperty(stories, stories, async (before, after) => {
      const chain = await told(before.map((step) => ({ ...step, order: null })));
      const sent = triggers(chain).length;
      const erase = order('e', { action: 'erase', author: 'ana' });
      chain.orders(erase, order('e2', { action: 'erase', author: 'ana', tenant: 'other' }));
      const last = before.at(-1)?.passed ?? START;
      for (const { records, passed } of after) {
        await when(chain, ...records.map((one) => ({ ...one, id: `${one.id} later`, time: one.time + last - START })));
        chain.passes(passed + last - START);
      }
      for (const { manifest } of triggers(chain).slice(sent)) expect(manifest.authors).not.toHaveProperty('ana');
    }),
    { numRuns: 40 },
  );
});

it('whatever comes between two cuts, its order changes nothing of the dataset', async () => {
  await fc.assert(
    fc.asyncProperty(records, fc.infiniteStream(fc.nat()), async (all, ranks) => {
      const each = [
        ...new Map(
          all.map((one, at) => [one.id, feedback(`f${one.id}`, { time: START + at, author: one.author })]),
        ).values(),
      ];
      const moved = each
        .map((one) => ({ one, rank: ranks.next().value as number }))
        .sort((a, b) => a.rank - b.rank)
        .map(({ one }) => one);
      const cut = async (records: readonly ScrubbedFeedback[]) => {
        const chain = await given({ count: 100, least: 1 });
        await when(chain, ...records);
        chain.orders(order('o1'));
        chain.passes(START + 2 * MINUTE);
        return triggers(chain).map(({ id, feedback, manifest }) => [id, feedback, manifest]);
      };
      expect(await cut(moved)).toEqual(await cut(each));
    }),
    { numRuns: 40 },
  );
});

import { expect, it } from '@jest/globals';
import type { TriggerCause } from '../../domain/contracts.gen.ts';
import { trainingConfigSchema } from './config.ts';
import { entry } from './entry.fixture.ts';
import { emptyPast, rememberCut } from './past.ts';
import { priorityOf } from './priority.ts';

const DAY = 86_400_000;
const config = trainingConfigSchema.parse({ ranks: { vip: 3, least: 1 } });

const of = (tenant: string, cause: TriggerCause, daysAgo: number): number => {
  const past = emptyPast();
  rememberCut(past, { id: '', dataset: '', kind: '', cause: 'count', count: 1, time: (900 - daysAgo) * DAY });
  return priorityOf({ tenant, past, now: 900 * DAY, config }, cause, []);
};

it('given trainings of several tenants, when they are queued, then by hand, by rank, and by how long each has waited', () => {
  const queue = [
    of('acme', 'manual', 0),
    of('vip', 'count', 800),
    of('vip', 'drift', 0),
    of('least', 'schedule', 0),
    of('acme', 'count', 800),
    of('acme', 'count', 3),
    of('constructor', 'count', 2),
  ];
  expect(queue).toEqual([1000, 399, 300, 100, 99, 3, 2]);
});

it('given a tenant that was never trained, when it is queued, then it has waited since its first record', () => {
  const first = entry({ id: 'a', time: 890 * DAY });
  expect(priorityOf({ tenant: 'acme', past: emptyPast(), now: 900 * DAY, config }, 'count', [first])).toBe(10);
});

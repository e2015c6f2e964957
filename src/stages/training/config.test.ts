import { expect, it } from '@jest/globals';
import { trainingConfigSchema } from './config.ts';

it('given nothing, when it is parsed, then 500 records trigger a training, and the schedule looks once a week', () => {
  expect(trainingConfigSchema.parse({})).toMatchObject({ count: 500, schedule: '0 3 * * 1', weeklyLimit: 3 });
});

it.each([
  ['a schedule that is none', { schedule: 'weekly' }],
  ['a schedule that never comes', { schedules: { acme: '0 0 31 2 *' } }],
  ['a least above the count', { count: 10, least: 11 }],
  ['a buffer smaller than the count', { bufferRecords: 499 }],
  ['a class share that two classes cannot have', { leastClassShare: 0.6 }],
  ['a knob that is not there', { cuont: 1 }],
])('given %s, when it is parsed, then it is refused', (_, config) => {
  expect(trainingConfigSchema.safeParse(config).success).toBe(false);
});

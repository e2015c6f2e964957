import { describe, expect, it } from '@jest/globals';
import { given } from '../../../test/given-when-then.ts';
import { launchConfigSchema } from './config.ts';
import { job, trigger } from './job.fixture.ts';
import { turnOf } from './queue.ts';
import { launch } from './stage.ts';

const config = launchConfigSchema.parse({});
const stage = () => given(launch, { config });
const send = async (facts: Parameters<typeof trigger>[0], tenant = 'acme') =>
  (await stage()).when([{ tenant, id: 'verdict' }, trigger(facts)]);

describe('the launch stage', () => {
  it('given a trigger, then its job waits in the queue, with who is in it', async () => {
    expect(await send({ priority: 7 })).toMatchObject([
      {
        kind: 'forward',
        records: [
          {
            key: { tenant: 'acme', id: 't1' },
            value: { state: 'queued', priority: 7, count: 500, attempt: 0, authors: ['ana', 'bo'], queued: 1_000 },
          },
        ],
      },
    ]);
  });

  it('given a trigger of a base model, then it is told that nobody can train it from feedback', async () => {
    expect(await send({ tenant: '', dataset: '' }, '')).toMatchObject([
      { records: [{ value: { state: 'refused', reason: 'no_dataset' } }] },
    ]);
  });

  it.each([
    ['another tenant than its key', { tenant: 'other' }, 'tenant_mismatch'],
    ['no id', { id: '' }, 'no_id'],
    ['a dataset that is no hash', { dataset: '../../etc' }, 'dataset_invalid'],
  ])('given a trigger with %s, then it is a dead letter', async (_, facts, reason) => {
    expect(await send(facts)).toEqual([expect.objectContaining({ kind: 'deadLetter', reason })]);
  });

  it('given a tenant that is no name, then it is a dead letter: it would become a folder', async () => {
    expect(await send({ tenant: '..' }, '..')).toEqual([expect.objectContaining({ reason: 'tenant_invalid' })]);
  });
});

describe('whose turn it is', () => {
  const ids = (jobs: Parameters<typeof turnOf>[0], atOnce = 1) => turnOf(jobs, { atOnce }).map(({ id }) => id);

  it.each([
    ['the highest priority', [job({ id: 'a' }), job({ id: 'b', tenant: 'x', priority: 5 })], ['b']],
    [
      'of the same, who has waited longest',
      [job({ id: 'a', queued: 9 }), job({ id: 'b', tenant: 'x', queued: 8 })],
      ['b'],
    ],
    ['of those too, the first by id', [job({ id: 'b' }), job({ id: 'a', tenant: 'x' })], ['a']],
    [
      'what runs, and nobody else where there is no room',
      [job({ id: 'a', priority: 9 }), job({ id: 'b', tenant: 'x', state: 'running' })],
      ['b'],
    ],
    [
      'nobody of those that have come to their end',
      [job({ state: 'promoted' }), job({ state: 'refused' }), job({ state: 'failed' })],
      [],
    ],
  ])('is %s', (_, jobs, expected) => {
    expect(ids(jobs)).toEqual(expected);
  });

  it('is never that of two of one tenant: the next begins from what the first gives', () => {
    const jobs = [
      job({ id: 'a', state: 'running' }),
      job({ id: 'b' }),
      job({ id: 'c', tenant: 'x' }),
      job({ id: 'd', tenant: 'x' }),
    ];
    expect(ids(jobs, 4)).toEqual(['a', 'c']);
  });
});

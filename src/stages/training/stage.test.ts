import { describe, expect, it } from '@jest/globals';
import {
  DAY,
  feedback,
  givenTraining as given,
  MINUTE,
  order,
  START,
  status,
  triggers,
  when,
} from '../../../test/training.ts';
import type { ScrubbedFeedback } from '../../domain/contracts.gen.ts';

const some = (count: number, name: string, facts: Partial<ScrubbedFeedback> = {}) =>
  Array.from({ length: count }, (_, at) => feedback(`${name}${at}`, facts));
const causes = (chain: Parameters<typeof triggers>[0]) => triggers(chain).map(({ cause, count }) => [cause, count]);

describe('a training is triggered', () => {
  it('given records one short of the count, when the last comes, then once, with what it is made of', async () => {
    const chain = await given();
    await when(chain, ...some(3, 'a'));
    expect(triggers(chain)).toEqual([]);
    await when(chain, feedback('z', { author: 'bo', time: START + 5 }));
    expect(triggers(chain)).toEqual([
      expect.objectContaining({
        ...{ tenant: 'acme', kind: 'verdict', cause: 'count', count: 4, time: START + 5, order: '' },
        feedback: ['a0', 'a1', 'a2', 'z'],
        manifest: expect.objectContaining({
          ranges: [{ from: 0, to: 4 }],
          ...{ labels: { true_positive: 4 }, authors: { ana: 3, bo: 1 }, scrubs: ['1'] },
        }),
      }),
    ]);
    expect(status(chain)).toMatchObject({ buffered: 0, cuts: [{ cause: 'count', count: 4 }] });
  });

  it('given records of two kinds and two tenants, when none has enough, then none is mixed with another', async () => {
    const chain = await given();
    await when(chain, ...some(3, 'a'), ...some(3, 'b', { tenant: 'other' }), ...some(3, 'c', { kind: 'correction' }));
    expect(triggers(chain)).toEqual([]);
    await when(chain, feedback('last', { tenant: 'other' }));
    expect(triggers(chain).map(({ tenant, kind }) => [tenant, kind])).toEqual([['other', 'verdict']]);
  });

  it('given a schedule, when it comes round, then with what there is', async () => {
    const chain = await given({ schedule: '0 3 * * *' });
    await when(chain, ...some(2, 'a'));
    chain.passes(START + 14 * 60 * MINUTE);
    expect(causes(chain)).toEqual([]);
    chain.passes(START + 16 * 60 * MINUTE);
    expect(causes(chain)).toEqual([['schedule', 2]]);
  });

  it('given a schedule and too little, when it comes round, then the next time, if it is enough by then', async () => {
    const chain = await given({ schedule: '0 3 * * *' });
    await when(chain, feedback('a'));
    chain.passes(START + DAY);
    expect([causes(chain), status(chain)?.scheduled]).toEqual([[], Date.parse('2026-01-07T03:00:00Z')]);
    await when(chain, feedback('b', { time: START + DAY }));
    chain.passes(START + 2 * DAY);
    expect(causes(chain)).toEqual([['schedule', 2]]);
  });

  it('given a schedule of its own, when that comes round, then the one for all is not asked', async () => {
    const chain = await given({ schedule: '0 13 * * *', schedules: { acme: '0 3 * * 3' } });
    await when(chain, ...some(2, 'a'), ...some(2, 'b', { tenant: 'other' }));
    chain.passes(START + DAY);
    expect(triggers(chain).map(({ tenant }) => tenant)).toEqual(['other']);
    chain.passes(START + 2 * DAY);
    expect(triggers(chain).map(({ tenant }) => tenant)).toEqual(['other', 'acme']);
  });

  it.each([
    ['manual', { cause: 'manual' }],
    ['drift', { cause: 'drift', model: 'classifier' }],
  ] as const)('given an order by %s, when the minute is over, then once', async (cause, facts) => {
    const chain = await given();
    await when(chain, ...some(3, 'a'));
    chain.orders(order('o1', facts));
    chain.passes(START + 2 * MINUTE);
    chain.passes(START + 9 * MINUTE);
    await when(chain, ...some(3, 'b', { time: START + 10 * MINUTE }));
    chain.passes(START + 20 * MINUTE);
    expect(causes(chain)).toEqual([[cause, 3]]);
    expect(triggers(chain)[0]).toMatchObject({ order: 'o1', model: 'model' in facts ? facts.model : '' });
    expect(status(chain)?.answers).toEqual([{ order: 'o1', kind: 'verdict', answer: 'trained', time: START }]);
  });

  it('given an order, when there is too little, then the status says so and the order is done with', async () => {
    const chain = await given();
    await when(chain, feedback('a'));
    chain.orders(order('o1'));
    chain.passes(START + 2 * MINUTE);
    await when(chain, feedback('b'));
    expect(causes(chain)).toEqual([]);
    expect(status(chain)?.answers).toEqual([{ order: 'o1', kind: 'verdict', answer: 'too_few', time: START }]);
  });

  it.each([
    ['of another tenant', { tenant: 'other' }],
    ['of another kind', { kind: 'label' }],
    ['of the day before yesterday', { time: START - 2 * DAY }],
    ['of tomorrow', { time: START + DAY }],
  ])('given an order %s, when the minute is over, then nothing is triggered', async (_, facts) => {
    const chain = await given();
    await when(chain, ...some(3, 'a'));
    chain.orders(order('o1', facts));
    chain.passes(START + 2 * MINUTE);
    expect(causes(chain)).toEqual([]);
  });

  it('given the end of a replay, when the schedule would come round for ever, then it does not', async () => {
    const chain = await given({ schedule: '0 3 * * *' });
    await when(chain, ...some(3, 'a'));
    chain.orders(order('o1'));
    chain.passes(Number.POSITIVE_INFINITY);
    expect(causes(chain)).toEqual([]);
  });
});

describe('the weekly limit', () => {
  it('given a tenant at the limit, when more comes, then it waits until seven days after the first', async () => {
    const chain = await given({ weeklyLimit: 1 });
    await when(chain, ...some(4, 'a'));
    await when(chain, ...some(4, 'b', { time: START + DAY }), ...some(4, 'o', { tenant: 'other' }));
    expect(triggers(chain).map(({ tenant }) => tenant)).toEqual(['acme', 'other']);
    expect(status(chain)?.limitedUntil).toBe(START + 7 * DAY);
    chain.passes(START + 7 * DAY - 1);
    expect(triggers(chain)).toHaveLength(2);
    chain.passes(START + 7 * DAY);
    expect(triggers(chain).slice(2)).toMatchObject([{ tenant: 'acme', cause: 'count', count: 4 }]);
  });

  it('given a tenant at the limit, when it is another kind, then the limit is the same', async () => {
    const chain = await given({ weeklyLimit: 1 });
    await when(chain, ...some(4, 'a'), ...some(4, 'c', { kind: 'correction' }));
    expect(causes(chain)).toEqual([['count', 4]]);
  });

  it('given a tenant at the limit, when somebody orders a training, then by hand it is done and for drift it is not', async () => {
    const chain = await given({ weeklyLimit: 1 });
    await when(chain, ...some(4, 'a'), ...some(2, 'b'));
    const drifted = order('drifted', { cause: 'drift', kind: 'verdict' });
    chain.orders(drifted);
    chain.passes(START + 2 * MINUTE);
    expect(status(chain)?.answers).toMatchObject([{ order: 'drifted', answer: 'limit' }]);
    chain.orders(drifted, order('by hand'));
    chain.passes(START + 4 * MINUTE);
    expect(causes(chain)).toEqual([
      ['count', 4],
      ['manual', 2],
    ]);
  });
});

describe('a record', () => {
  it.each<[string, Partial<ScrubbedFeedback>, object]>([
    ['of another tenant than its key', { tenant: 'other' }, { kind: 'deadLetter', reason: 'tenant_mismatch' }],
    ['of no known kind', { kind: 'unknown' }, { kind: 'deadLetter', reason: 'kind_unknown' }],
    ['without a time', { time: Number.NaN }, { kind: 'deadLetter', reason: 'time_not_an_integer' }],
    ['without an id', { id: '' }, { kind: 'deadLetter', reason: 'no_id' }],
    ['with a text that has no end', { alert: 'x'.repeat(201) }, { kind: 'deadLetter', reason: 'text_too_long' }],
    ['of nobody', { author: '' }, { kind: 'drop', reason: 'no_author' }],
  ])('given one %s, when it comes, then it is refused', async (_, facts, outcome) => {
    const chain = await given();
    const [said] = await chain.when([{ tenant: 'acme', id: 'feedback' }, feedback('a', facts)]);
    expect(said).toMatchObject(outcome);
    expect(chain.states()).toEqual([]);
  });

  it('given one that waits or was in a dataset, when it comes again, then it counts once', async () => {
    const chain = await given();
    await when(chain, ...some(3, 'a'), ...some(3, 'a'));
    expect(status(chain)?.buffered).toBe(3);
    await when(chain, feedback('z'));
    const again = await when(chain, ...some(3, 'a'), feedback('z'));
    expect(again).toEqual(Array(4).fill({ kind: 'drop', reason: 'repeated_id' }));
    expect(causes(chain)).toEqual([['count', 4]]);
  });

  it('given a verdict, when the same analyst says otherwise, then the newer one counts, whichever comes first', async () => {
    const chain = await given();
    const [early, late] = [
      feedback('e', { alert: 's' }),
      feedback('l', { alert: 's', time: START + 1, label: 'unsure' }),
    ];
    await when(chain, early, late);
    expect(status(chain)?.labels).toEqual({ unsure: 1 });
    expect(await when(chain, { ...early, id: 'e2' })).toEqual([{ kind: 'drop', reason: 'superseded' }]);
  });

  it('given an alert that was taught, when it is judged the same, then it is dropped, and otherwise one voice is not enough', async () => {
    const chain = await given({ count: 2, quorum: 2, least: 1 });
    await when(chain, feedback('a', { alert: 's' }), feedback('b', { alert: 't' }));
    expect(causes(chain)).toEqual([['count', 2]]);
    const wrong = { alert: 's', label: 'false_positive' };
    const said = await when(
      chain,
      feedback('c', { alert: 's', author: 'bo' }),
      feedback('d', { ...wrong, author: 'cy' }),
    );
    expect(said[0]).toEqual({ kind: 'drop', reason: 'already_taught' });
    chain.orders(order('o1'));
    chain.passes(START + 2 * MINUTE);
    expect(status(chain)).toMatchObject({ leftOut: { contradicted: 1 }, buffered: 1 });
    await when(chain, feedback('e', { ...wrong, author: 'di' }));
    expect(triggers(chain).at(-1)).toMatchObject({ count: 2, feedback: ['d', 'e'] });
  });

  it('given a buffer that is full, when one analyst floods it, then the oldest of that analyst go, counted', async () => {
    const chain = await given({ count: 6, bufferRecords: 6, quorum: 5, analystShare: 0.5 });
    await when(chain, ...some(2, 'a'), ...some(9, 'f', { author: 'flood' }));
    expect(chain.counted.evicted).toBe(5);
    expect(status(chain)).toMatchObject({ buffered: 6, authors: 2 });
  });

  it('given one that waits too long, when its days are over, then it is given up, counted', async () => {
    const chain = await given({ keepDays: 3 });
    await when(chain, feedback('a'), feedback('b', { time: START + DAY }));
    chain.passes(START + 3 * DAY);
    expect([chain.counted.evicted, status(chain)?.buffered]).toEqual([1, 1]);
    expect(await when(chain, feedback('c'))).toEqual([{ kind: 'drop', reason: 'too_late' }]);
    chain.passes(START + 4 * DAY);
    expect(chain.states()).toEqual(['/book']);
  });

  it('given more buffers than there is room for, when another is needed, then that one is refused', async () => {
    const chain = await given({ buffers: 1 });
    await when(chain, feedback('a'));
    expect(await when(chain, feedback('b', { tenant: 'other' }))).toEqual([{ kind: 'drop', reason: 'no_room' }]);
    await when(chain, ...some(3, 'c'));
    expect(await when(chain, feedback('d', { tenant: 'other' }))).toMatchObject([{ kind: 'forward' }]);
  });

  it('given a clock that runs ahead, when the record comes, then it is no later than a minute after its append', async () => {
    const chain = await given({ schedule: '0 3 * * *' }, START);
    await when(chain, ...some(3, 'a', { time: START + 365 * DAY }));
    expect([causes(chain), status(chain)?.time]).toEqual([[], START + MINUTE]);
  });
});

describe('an erasure', () => {
  const both = [...some(2, 'a'), ...some(2, 'b', { author: 'bo' })];

  it.each([
    ['an analyst', { author: 'bo' }, { ana: 2 }],
    ['one record', { feedback: 'a0' }, { ana: 1, bo: 2 }],
  ])(
    'given an order to erase %s, when the minute is over, then nothing of it is left, nor comes back',
    async (_, facts, authors) => {
      const chain = await given({ count: 9 });
      await when(chain, ...both);
      chain.orders(order('e1', { action: 'erase', ...facts }));
      chain.passes(START + 2 * MINUTE);
      await when(chain, ...both);
      chain.orders(order('e1', { action: 'erase', ...facts }), order('o1'));
      chain.passes(START + 4 * MINUTE);
      expect(triggers(chain).map(({ manifest }) => manifest.authors)).toEqual([authors]);
    },
  );

  it('given an order to erase, when a record triggers before the minute is over, then what is erased is not in it', async () => {
    const chain = await given();
    await when(chain, ...some(1, 'a'), ...some(2, 'b', { author: 'bo' }));
    chain.orders(order('e1', { action: 'erase', author: 'bo' }));
    await when(chain, ...some(3, 'c'));
    expect(triggers(chain).map(({ manifest }) => manifest.authors)).toEqual([{ ana: 4 }]);
  });

  it('given an order to erase a tenant, when the minute is over, then no state of it is left and the others are', async () => {
    const chain = await given();
    await when(chain, ...some(5, 'a'), ...some(1, 'c', { kind: 'correction' }), ...some(1, 'o', { tenant: 'other' }));
    chain.orders(order('e1', { action: 'erase' }));
    chain.passes(START + 2 * MINUTE);
    expect(chain.states()).toEqual(['/book', 'other/buffer/verdict']);
    expect([status(chain), status(chain, 'acme', 'correction')]).toEqual([null, null]);
    expect(await when(chain, feedback('new'))).toEqual([{ kind: 'drop', reason: 'erased' }]);
  });
});

it('given verdicts that were held, when the analyst is released and a training ordered, then they count', async () => {
  const chain = await given({ count: 20 });
  const odd = some(6, 'o', { author: 'odd', label: 'false_positive' });
  await when(chain, ...odd, ...some(3, 'a'), ...some(3, 'b', { author: 'bo' }));
  chain.orders(order('o1'));
  chain.passes(START + 2 * MINUTE);
  expect(triggers(chain).map(({ manifest }) => manifest.leftOut)).toEqual([{ held: 6 }]);
  chain.orders(order('r1', { action: 'release', author: 'odd' }), order('o2'));
  chain.passes(START + 4 * MINUTE);
  expect(triggers(chain).at(-1)?.manifest.authors).toEqual({ odd: 6 });
});

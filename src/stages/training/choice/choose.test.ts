import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { buffers, entry, many, shuffled } from '../entry.fixture.ts';
import { type Entry, UNSURE } from '../entry.ts';
import { type ChoicePolicy, choose, type Known } from './choose.ts';
import { classOf, isQuieting } from './labels.ts';

const OPEN: ChoicePolicy = {
  ...{ quorum: 1, analystShare: 1, ruleShare: 1, leastClassShare: 0 },
  ...{ outlierVerdicts: 5, outlierDistance: 0.6 },
};
const NOTHING: Known = { taught: () => undefined, released: new Set() };
const ids = (entries: readonly Entry[]) => entries.map(({ id }) => id);

describe('of a buffer', () => {
  it('given nothing that speaks against it, when it is chosen from, then all of it is, by time and id', () => {
    const all = [entry({ id: 'b', time: 2 }), entry({ id: 'c', time: 1 }), entry({ id: 'a', time: 2 })];
    expect(ids(choose(all, OPEN, NOTHING).chosen)).toEqual(['c', 'a', 'b']);
  });

  it('given corrections, when it is chosen from, then no class is asked for', () => {
    const all = many(4, 'c', { subject: '', label: '', rule: '' }).map((one) => ({ ...one, subject: one.id }));
    const policy = { ...OPEN, quorum: 3, leastClassShare: 0.5, ruleShare: 0.1 };
    expect(choose(all, policy, NOTHING).chosen).toHaveLength(4);
  });

  it.each<[string, Partial<ChoicePolicy>, readonly Entry[], Record<string, number>]>([
    ['an analyst who is not sure', {}, many(2, 'u', { label: UNSURE }), { unsure: 2 }],
    [
      'two who contradict each other',
      {},
      ['true_positive', 'false_positive'].map((label) => entry({ id: label, author: label, subject: 's', label })),
      { contradicted: 2 },
    ],
    ['a rule made quiet by one analyst', { quorum: 2 }, many(3, 'q', { label: 'false_positive' }), { no_quorum: 3 }],
    ['more of one analyst than the cap', { analystShare: 0.5 }, many(3, 'a'), { capped: 3 }],
    ['more of one rule than the cap', { ruleShare: 0.5 }, many(3, 'a'), { capped: 3 }],
    ['one class alone', { leastClassShare: 0.1 }, many(3, 'a'), { capped: 3 }],
  ])('given %s, when it is chosen from, then nothing is, and the reason is told', (_, policy, entries, leftOut) => {
    expect(choose(entries, { ...OPEN, ...policy }, NOTHING)).toEqual({ chosen: [], overruled: [], leftOut });
  });

  it('given an analyst far from the others, when somebody releases the verdicts, then they count', () => {
    const all = [
      ...many(6, 'o', { author: 'odd', label: 'false_positive' }),
      ...many(3, 'a', { author: 'ana' }),
      ...many(3, 'b', { author: 'bo' }),
    ];
    const policy = { ...OPEN, quorum: 1 };
    expect(choose(all, policy, NOTHING).leftOut).toEqual({ held: 6 });
    expect(choose(all, policy, { ...NOTHING, released: new Set(['odd']) }).chosen).toHaveLength(12);
  });
});

const policies = fc.record<ChoicePolicy>({
  quorum: fc.integer({ min: 1, max: 3 }),
  analystShare: fc.double({ min: 0.2, max: 1, noNaN: true }),
  ruleShare: fc.double({ min: 0.2, max: 1, noNaN: true }),
  leastClassShare: fc.double({ min: 0, max: 0.5, noNaN: true }),
  outlierVerdicts: fc.integer({ min: 2, max: 6 }),
  outlierDistance: fc.double({ min: 0.2, max: 1, noNaN: true }),
});

const largest = (entries: readonly Entry[], of: (one: Entry) => string): number =>
  Math.max(0, ...[...Map.groupBy(entries, of).values()].map((same) => same.length));

describe('whatever the buffer', () => {
  it('the choice does not depend on the order of arrival', () => {
    fc.assert(
      fc.property(shuffled, policies, ({ entries, moved }, policy) => {
        expect(choose(moved, policy, NOTHING)).toEqual(choose(entries, policy, NOTHING));
      }),
      { numRuns: 300 },
    );
  });

  it('no cap is exceeded, and each class has its share', () => {
    fc.assert(
      fc.property(buffers, policies, (entries, policy) => {
        const { chosen } = choose(entries, policy, NOTHING);
        const known = chosen.filter(({ rule }) => rule !== '');
        const sides = ['right', 'wrong'].map((side) => chosen.filter(({ label }) => classOf(label) === side).length);
        expect(largest(chosen, ({ author }) => author)).toBeLessThanOrEqual(policy.analystShare * chosen.length);
        expect(largest(known, ({ rule }) => rule)).toBeLessThanOrEqual(policy.ruleShare * chosen.length);
        expect(Math.min(...sides)).toBeGreaterThanOrEqual(policy.leastClassShare * chosen.length - 1e-9);
      }),
      { numRuns: 500 },
    );
  });

  it('no alert is in it with two labels, and no rule is made quiet by fewer than the quorum', () => {
    fc.assert(
      fc.property(buffers, policies, (entries, policy) => {
        const { chosen } = choose(entries, policy, NOTHING);
        for (const same of Map.groupBy(chosen, ({ subject }) => subject).values())
          expect(new Set(same.map(({ label }) => label)).size).toBe(1);
        const quieted = new Set(chosen.flatMap(({ rule, label }) => (rule && isQuieting(label) ? [rule] : [])));
        for (const rule of quieted) {
          const said = entries.filter((one) => one.rule === rule && isQuieting(one.label));
          expect(new Set(said.map(({ author }) => author)).size).toBeGreaterThanOrEqual(policy.quorum);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('every record is chosen, or left out for one reason', () => {
    fc.assert(
      fc.property(buffers, policies, (entries, policy) => {
        const { chosen, leftOut } = choose(entries, policy, NOTHING);
        const left = Object.values(leftOut).reduce((sum, count) => sum + count, 0);
        expect(chosen.length + left).toBe(entries.length);
      }),
      { numRuns: 200 },
    );
  });
});

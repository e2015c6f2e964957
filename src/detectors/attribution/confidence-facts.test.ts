import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ruleHit } from '../../../test/fixtures/feature-row.ts';
import type { Fact } from '../../domain/contracts.gen.ts';
import { combine, confidenceOf } from '../ensemble.ts';
import { confidenceFacts, OTHERS } from './confidence-facts.ts';
import { someEnsemble, somethingSaid } from './ensemble.fixture.ts';
import { REST } from './moved.ts';
import { occlusionMovement, treesMovement } from './movements.ts';
import { ensembleShares } from './shares.ts';
import { aRow, COLUMNS, someTrees } from './trees.fixture.ts';
import { parseTrees } from './trees.ts';

const features = Array.from({ length: COLUMNS }, (_, i) => ({
  ...{ name: `f${i}`, median: 0, iqr: 1, p5: -1, p95: 1, used: true },
}));
const total = (facts: readonly Fact[]): number => facts.reduce((sum, fact) => sum + fact.contribution, 0);
const logOdds = fc.double({ min: -9.3, max: 9.3, noNaN: true });
const someHits = fc.array(
  fc.record({
    probability: fc.double({ min: 0, max: 1, noNaN: true }),
    severity: fc.integer({ min: 1, max: 5 }),
    facts: fc.array(
      fc.record({
        name: fc.constant('field'),
        value: fc.constant('x'),
        contribution: logOdds,
        expected: fc.constant(''),
      }),
    ),
  }),
  { maxLength: 4 },
);
const occluded = fc.record({ share: logOdds, after: fc.array(logOdds, { minLength: 3, maxLength: 3 }) });

describe('confidenceFacts', () => {
  it('given any ensemble, trees, row and hits, and parts missing, when told, then base and all facts are the confidence', () => {
    const anything = [
      someEnsemble,
      somethingSaid,
      someTrees,
      aRow,
      someHits,
      occluded,
      fc.integer({ min: 0, max: 6 }),
    ] as const;
    fc.assert(
      fc.property(...anything, (ensemble, { models }, trees, row, facts, after, most) => {
        const hits = facts.map(ruleHit);
        const said = { models, rules: hits.length > 0 ? combine(hits).score : null };
        const shares = ensembleShares(ensemble, said);
        const movements = new Map([
          ['classifier', treesMovement(parseTrees(trees), row, features)],
          ['forest', occlusionMovement(row, [4, 0, 2], features, after)],
        ]);
        const named = [...models.keys()].filter((name) => name !== 'other' || hits.length + models.size === 1);
        const told = confidenceFacts(
          shares,
          hits,
          named.map((name) => ({ name, movement: movements.get(name) ?? null })),
          most,
        );
        const all = [...told.hits.flatMap((hit) => hit.facts), ...[...told.models.values()].flat()];
        const confidence = hits.length + named.length === 0 ? shares.base : confidenceOf(ensemble, said);
        expect(Math.abs(shares.base + total(all) - confidence)).toBeLessThan(1e-5);
        for (const list of told.models.values()) expect(list.length).toBeLessThanOrEqual(most + 2);
      }),
    );
  });

  it('given a hit and two models, when told, then each has its share and the one not named stands with the first', () => {
    const shares = {
      base: 0.1,
      models: new Map([
        ['a', 0.3],
        ['b', 0.05],
      ]),
      rules: 0.4,
    };
    const hits = [
      ruleHit({ id: 'strong', probability: 0.9, facts: [{ name: 'x', value: '1', contribution: 0.9, expected: '' }] }),
      ruleHit({ id: 'weak', probability: 0.3 }),
    ];
    const movement = { moved: [{ name: 'f', value: '9', expected: '0..1', by: 2 }], whole: 3 };
    const told = confidenceFacts(shares, hits, [{ name: 'a', movement }], 6);
    expect(told.hits.map((hit) => total(hit.facts))).toEqual([expect.closeTo(0.35, 9), expect.closeTo(0.1, 9)]);
    expect(told.hits[0]?.facts[1]).toEqual({ name: OTHERS, value: 'b 0.05', contribution: 0.05, expected: '' });
    expect(told.hits[1]?.facts).toEqual([
      { name: REST, value: '', contribution: expect.closeTo(0.1, 9), expected: '' },
    ]);
    expect(told.models.get('a')).toEqual([
      { name: 'f', value: '9', contribution: expect.closeTo(0.2, 9), expected: '0..1' },
      { name: REST, value: '', contribution: expect.closeTo(0.1, 9), expected: '' },
    ]);
  });

  it('given no hit, when told, then what is not named stands with the first model', () => {
    const shares = {
      base: 0,
      models: new Map([
        ['a', 0.3],
        ['b', -0.1],
      ]),
      rules: 0,
    };
    const told = confidenceFacts(shares, [], [{ name: 'a', movement: null }], 6);
    expect(told.models.get('a')?.map(({ name, contribution }) => [name, contribution])).toEqual([
      [REST, 0.3],
      [OTHERS, -0.1],
    ]);
  });
});

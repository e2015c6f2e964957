import { describe, expect, it } from '@jest/globals';
import { promotion } from '../../test/fixtures/promotion.ts';
import type { PromotedModel } from '../domain/contracts.gen.ts';
import { ended, newestBeside, promoteChanges, promotionId, trialChanges } from './promotion.ts';
import { choose } from './version-choice.ts';

const model = (version: string, featureHash = 'new') => ({ name: 'm', version, sha256: `of ${version}`, featureHash });
const OFFERED = [model('1.0.0'), model('1.1.0'), model('1.2.0'), model('1.3.0', 'old')];
const move = (change = {}) => ({ tenant: '', by: 'anna', reason: 'better', now: 7, ...change });
const standing = (change: Partial<PromotedModel>) => promotion({ featureHash: 'new', version: '1.0.0', ...change });

/** The table after the changes, as a stage reads it. */
const tableOf = (...changes: readonly (readonly PromotedModel[])[]) => {
  const table = new Map(changes.flat().map((one) => [`${one.tenant}/${promotionId(one)}`, one]));
  return [...table.values()];
};
const inForce = (table: readonly PromotedModel[], tenant = 'a') => {
  const { active, canary, shadow } = choose({ name: 'm', tenant, featureHash: 'new' }, OFFERED, table);
  return [active, canary?.model, shadow].map((one) => one?.version ?? null);
};

describe('a promotion', () => {
  it('puts the version in force, and knows which was before', () => {
    const changes = promoteChanges(model('1.1.0'), [], '1.0.0', move());
    expect(changes).toEqual([
      promotion({
        ...{ version: '1.1.0', sha256: 'of 1.1.0', featureHash: 'new', previous: '1.0.0' },
        ...{ promotedBy: 'anna', reason: 'better', time: 7 },
      }),
    ]);
    expect(inForce(tableOf(changes))).toEqual(['1.1.0', null, null]);
  });

  it('of a version on trial ends the trial, and no other', () => {
    const trials = [
      standing({ role: 'canary', version: '1.1.0', share: 0.5 }),
      standing({ role: 'shadow', version: '1.2.0' }),
    ];
    const changes = promoteChanges(model('1.1.0'), trials, '1.0.0', move());
    expect(inForce(tableOf(trials, changes))).toEqual(['1.1.0', null, '1.2.0']);
  });

  it('for another feature set leaves the rows of the first as they were', () => {
    const first = promoteChanges(model('1.1.0'), [], '', move());
    const other = promoteChanges(model('1.3.0', 'old'), first, '', move());
    expect(inForce(tableOf(first, other))).toEqual(['1.1.0', null, null]);
  });
});

describe('a trial', () => {
  const canary = { role: 'canary', share: 1 } as const;

  it('pins the version in force, which stays when the trial has ended', () => {
    const pin = newestBeside(model('1.2.0'), OFFERED);
    const begun = trialChanges(model('1.2.0'), canary, [], { pin, move: move({ tenant: 'a' }) });
    expect(inForce(tableOf(begun))).toEqual(['1.1.0', '1.2.0', null]);
    const over = tableOf(begun, [ended(begun[1] as PromotedModel, move({ reason: 'guard:latency' }))]);
    expect(inForce(over)).toEqual(['1.1.0', null, null]);
    expect(over[1]).toMatchObject({ version: '', previous: '1.2.0', reason: 'guard:latency', tenant: 'a' });
  });

  it('of one tenant is none of another', () => {
    const table = tableOf(
      [standing({})],
      trialChanges(model('1.2.0'), canary, [], { pin: null, move: move({ tenant: 'b' }) }),
    );
    expect([inForce(table, 'a'), inForce(table, 'b')]).toEqual([
      ['1.0.0', null, null],
      ['1.0.0', '1.2.0', null],
    ]);
  });
});

it.each<[string, Parameters<typeof promotionId>[0], string]>([
  ['in force', { name: 'm', role: 'active', featureHash: '' }, 'm'],
  ['in force for a feature set', { name: 'm', role: 'active', featureHash: 'ab' }, 'm@ab'],
  ['a canary', { name: 'm', role: 'canary', featureHash: 'ab' }, 'm#canary@ab'],
])('the id of %s', (_, seat, id) => expect(promotionId(seat)).toBe(id));

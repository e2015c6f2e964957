import { expect, it } from '@jest/globals';
import type { PublishedRule, RuleStatus } from './contracts.gen.ts';
import { isInForce, ruleStatuses } from './rule-status.ts';

const rule = (tenant: string, id: string, status: RuleStatus): PublishedRule => ({
  tenant,
  id,
  status,
  version: '',
  text: '',
  time: 0,
});

it('takes what was published for the tenant, else for all, else nothing', () => {
  const statusOf = ruleStatuses([rule('', 'a', 'disabled'), rule('acme', 'a', 'enabled'), rule('acme', 'b', 'shadow')]);
  expect([statusOf('acme', 'a'), statusOf('other', 'a'), statusOf('acme', 'b'), statusOf('other', 'b')]).toEqual([
    'enabled',
    'disabled',
    'shadow',
    undefined,
  ]);
});

it.each([
  [undefined, true],
  ['enabled', true],
  ['disabled', false],
  ['shadow', false],
] as const)('with status %s is in force: %p', (status, expected) => {
  expect(isInForce(status)).toBe(expected);
});

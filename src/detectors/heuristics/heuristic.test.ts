import { expect, it } from '@jest/globals';
import { LONGEST_FIELD, pick } from './heuristic.ts';

it('given a field longer than heuristics look at, when picked, then it is cut, so that models see what they have learned from', () => {
  const fields = { Payload: '', ScriptBlockText: 'x'.repeat(LONGEST_FIELD + 1) };
  expect(pick(fields, 'Payload', 'ScriptBlockText', 'none')).toHaveLength(LONGEST_FIELD);
});

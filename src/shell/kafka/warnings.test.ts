import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import { silenceNegativeTimeouts } from './warnings.ts';

const emitWarning = process.emitWarning;
beforeEach(() => {
  process.emitWarning = jest.fn() as unknown as typeof process.emitWarning;
});
afterEach(() => {
  process.emitWarning = emitWarning;
});

it('the warning of negative timeouts is left out, every other one is passed on as it was', () => {
  const passed = process.emitWarning;
  silenceNegativeTimeouts();
  process.emitWarning('-1 is a negative number.', 'TimeoutNegativeWarning');
  process.emitWarning('old', 'DeprecationWarning', 'DEP0001');
  expect(passed).toHaveBeenCalledTimes(1);
  expect(passed).toHaveBeenCalledWith('old', 'DeprecationWarning', 'DEP0001');
});

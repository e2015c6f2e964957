import { describe, expect, it } from '@jest/globals';
import { UsageError, wishOf } from './wish.ts';

const KNOWN = ['record', 'control'];
const read = (...args: string[]) => wishOf(args, KNOWN, 2 ** 40);

describe('the command line of the fuzzer', () => {
  it('takes every target for a minute when nothing is said', () => {
    expect(read()).toEqual({ names: KNOWN, seconds: 60, seed: expect.any(Number), jobs: 1, show: 'table' });
    expect(read().seed).toBeLessThan(2 ** 31);
  });

  it('takes what is said', () => {
    expect(read('--target', 'control', '--inputs', '10000000', '--seed', '0', '--jobs=2', '--json')).toEqual({
      names: ['control'],
      inputs: 10_000_000,
      seed: 0,
      jobs: 2,
      show: 'json',
    });
  });

  it.each([
    [['--target', 'nonsense'], 'there is no target "nonsense": take record, control'],
    [['--seconds', 'long'], '--seconds must be a whole number of 1 to 1000000, not "long"'],
    [['--seconds', '0'], '--seconds must be'],
    [['--inputs', '1e3'], '--inputs must be'],
    [['--seed', '4294967296'], '--seed must be'],
    [['--seed', ''], '--seed must be'],
    [['--jobs', '65'], '--jobs must be'],
    [['--seconds', '1', '--inputs', '1'], 'take --seconds or --inputs, not both'],
    [['--nonsense'], "Unknown option '--nonsense'"],
    [['--seed'], "Option '--seed <value>' argument missing"],
    [['record'], "Unexpected argument 'record'"],
  ])('refuses %j in one line', (args, message) => {
    expect(() => read(...args)).toThrow(UsageError);
    expect(() => read(...args)).toThrow(message);
    expect(() => read(...args)).not.toThrow('\n');
  });
});

import { describe, expect, it } from '@jest/globals';
import { optionsFrom } from './options.ts';

describe('options of simulate', () => {
  it.each([
    [[], { first: 1, count: 100, mutants: null }],
    [['--seed', '42'], { first: 42, count: 1 }],
    [['--seed', '42', '--seeds', '3'], { first: 42, count: 3 }],
    [['--mutant', 'timers-not-loaded'], { first: 1, count: 1000, mutants: ['timers-not-loaded'] }],
    [['--faults', 'crash,zombie'], { faults: ['crash', 'zombie'] }],
    [['--faults', ''], { faults: [] }],
    [['--jobs', '1', '--json'], { jobs: 1, json: true }],
  ])('%j', (args, expected) => {
    expect(optionsFrom(args)).toMatchObject(expected);
  });

  it.each([
    [['--seeds', '0'], '--seeds must be a whole number from 1 on, not "0"'],
    [['--seeds', '1e3'], '--seeds must be'],
    [['--seed', '0x7'], '--seed must be a whole number from 0 on, not "0x7"'],
    [['--seed', '9007199254740992'], '--seed must be'],
    [['--seed', '9007199254740990', '--seeds', '9'], 'reach beyond'],
    [['--jobs', '0'], '--jobs must be'],
    [['--faults', 'crash,flood'], 'there is no fault "flood": take crash,'],
    [['--mutant', 'x'], 'there is no mutant "x"'],
    [['--trace'], '--trace prints one seed'],
    [['--trace', '--seed', '1', '--json'], '--trace goes with neither'],
    [['more'], "Unexpected argument 'more'"],
    [['--sedes', '1'], "Unknown option '--sedes'"],
  ])('%j is refused', (args, text) => {
    expect(() => optionsFrom(args)).toThrow(text);
  });
});

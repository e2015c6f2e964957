import { expect, it } from '@jest/globals';
import { circuit } from './circuit.ts';

const failing = (times: number) => {
  const guard = circuit();
  for (let i = 0; i < times; i++) guard.failed(0);
  return guard;
};

it('given four failures in a row, then the server is still asked', () => {
  expect(failing(4).state(1)).toBe('closed');
});

it('given five, then nobody asks, and after the pause one asks whether it is back while the others wait', () => {
  const guard = failing(5);
  expect([guard.state(1), guard.state(4_999), guard.state(5_000), guard.state(5_001)]).toEqual([
    'open',
    'open',
    'probe',
    'open',
  ]);
});

it('given a success, then the failures before it are forgotten', () => {
  const guard = failing(4);
  guard.succeeded();
  guard.failed(0);
  expect(guard.state(1)).toBe('closed');
});

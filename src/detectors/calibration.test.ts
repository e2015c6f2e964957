import { expect, it } from '@jest/globals';
import { calibrate } from './calibration.ts';

const curve = [
  [1, 0.1],
  [3, 0.5],
  [4, 0.5],
  [5, 0.9],
] as const;

it.each([
  [-1e9, 0.1],
  [1, 0.1],
  [2, 0.3],
  [3, 0.5],
  [3.5, 0.5],
  [4.5, 0.7],
  [5, 0.9],
  [Number.POSITIVE_INFINITY, 0.9],
])('reads %d as %d', (raw, probability) => {
  expect(calibrate(curve, raw)).toBeCloseTo(probability, 10);
});

it('leaves what is no number as it is', () => {
  expect(calibrate(curve, Number.NaN)).toBeNaN();
});

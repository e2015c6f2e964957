import { expect, it } from '@jest/globals';
import { quadrature } from './quadrature.ts';

it.each([1, 2, 3, 5, 8, 16, 32])('%d points integrate every polynomial they must', (count) => {
  const { points, weights } = quadrature(count);
  for (let degree = 0; degree < 2 * count; degree++) {
    const integral = points.reduce((sum, x, k) => sum + (weights[k] as number) * x ** degree, 0);
    expect(integral).toBeCloseTo(1 / (degree + 1), 13);
  }
});

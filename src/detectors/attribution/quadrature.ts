/** Points within 0..1 and their weights, which add up to 1. */
export interface Quadrature {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

const known = new Map<number, Quadrature>();

/**
 * Gauss-Legendre quadrature on 0..1, exact for polynomials of a degree below twice its points.
 * Roots by Newton's method from the usual cosine guess (Abramowitz and Stegun, 25.4.29 and 25.4.30).
 */
export function quadrature(points: number): Quadrature {
  const found = known.get(points) ?? compute(points);
  known.set(points, found);
  return found;
}

const NEWTON_STEPS = 100;
const STILL = 1e-15;

function compute(count: number): Quadrature {
  const points = new Float64Array(count);
  const weights = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    let x = Math.cos((Math.PI * (k + 0.75)) / (count + 0.5));
    let { slope } = legendre(count, x);
    for (let i = 0; i < NEWTON_STEPS; i++) {
      const at = legendre(count, x);
      slope = at.slope;
      const step = at.value / slope;
      x -= step;
      if (Math.abs(step) < STILL) break;
    }
    points[k] = (1 - x) / 2;
    weights[k] = 1 / ((1 - x * x) * slope * slope);
  }
  return { points, weights };
}

/** The Legendre polynomial of a degree and its slope, by the three-term recurrence. */
function legendre(degree: number, x: number): { readonly value: number; readonly slope: number } {
  let [before, value] = [1, x];
  for (let n = 2; n <= degree; n++) [before, value] = [value, ((2 * n - 1) * x * value - (n - 1) * before) / n];
  return { value, slope: (degree * (x * value - before)) / (x * x - 1) };
}

import { type FeatureStats, short } from '../explanation.ts';
import { type FeatureScale, scaleOf } from '../feature-scale.ts';

/** A feature as a person reads it, beside what is usual: nine in ten training rows. */
export function featureTold(
  { name, p5, p95 }: FeatureStats,
  value: number,
): { readonly name: string; readonly value: string; readonly expected: string } {
  const scale = scaleOf(name);
  const [low, high] = [told(p5, scale), told(p95, scale)];
  return { name, value: told(value, scale), expected: low === high ? low : `${low}..${high}` };
}

function told(value: number, scale: FeatureScale): string {
  if (scale === 'log') return short(Math.expm1(value));
  if (scale === 'number') return short(value);
  const [off, on] = scale === 'new' ? ['known here', 'new here'] : ['no', 'yes'];
  return value < 0.5 ? off : on;
}

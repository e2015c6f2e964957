import { type FeatureStats, short } from '../explanation.ts';
import { type FeatureScale, scaleOf } from '../feature-scale.ts';
import type { Told } from './moved.ts';
import { usualHere } from './usual-here.ts';

/** Tells features of one row, by place, as a person reads them, beside what is usual. */
export function featureTeller(features: readonly FeatureStats[], row: ArrayLike<number>): (place: number) => Told {
  const places = new Map(features.map(({ name }, place) => [name, place]));
  const count = (name: string): number | undefined => {
    const value = row[places.get(name) ?? -1];
    return value === undefined ? undefined : Math.expm1(value);
  };
  return (place) => {
    const stats = features[place] as FeatureStats;
    const value = told(row[place] as number, scaleOf(stats.name));
    return { name: stats.name, value, expected: expected(stats, usualHere(stats.name, count)) };
  };
}

/** What nine in ten training rows have, and before it what this entity has where the row tells. */
function expected({ name, p5, p95 }: FeatureStats, here: number | null): string {
  const scale = scaleOf(name);
  const [low, high] = [told(p5, scale), told(p95, scale)];
  const anywhere = low === high ? low : `${low}..${high}`;
  return here === null ? anywhere : `about ${short(here)} here, ${anywhere} elsewhere`;
}

function told(value: number, scale: FeatureScale): string {
  if (scale === 'number') return short(value);
  if (scale === 'log') return short(Math.expm1(value));
  if (scale === 'times') return `${short(Math.exp(value))} times`;
  if (scale === 'rarity') return `1 in ${short(Math.exp(value))}`;
  const [off, on] = scale === 'new' ? ['known here', 'new here'] : ['no', 'yes'];
  return value < 0.5 ? off : on;
}

// a global is slow to reach inside a test, and this is drawn from millions of times
const { cos, floor, imul, log, sqrt, PI } = Math;

/** Chance with a seed (mulberry32), uniform in [0, 1). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = imul(state ^ (state >>> 15), state | 1);
    t ^= t + imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Of `total` rows, how many had an event of that chance. */
export function binomial(random: () => number, total: number, chance: number): number {
  if (chance <= 0) return 0;
  let events = 0;
  const next = () => 1 + floor(log(1 - random()) / log(1 - chance));
  for (let at = next(); at <= total; at += next()) events += 1;
  return events;
}

/** Normal with mean 0 and variance 1 (Box and Muller). */
export const normal = (random: () => number): number => sqrt(-2 * log(1 - random())) * cos(2 * PI * random());

import type { Candidate } from './bead.ts';
import type { Cutters } from './language.ts';
import { type Passage, shinglesOf } from './passage.ts';
import { type Shared, sharedShingles } from './shared-shingles.ts';

/** Less alike are two texts, not a text and its correction. */
const LEAST_LIKENESS = 0.25;
/** Of each part of a split or merged chunk so much must come from the whole. */
const LEAST_OF_PART = 0.5;

/**
 * Beads that may be: chunks that are equal, the first with the first, the second with the second; and of the others those
 * that share telling words, one with one, one with two neighbours and two with one.
 */
export function candidatesOf(
  draft: readonly Passage[],
  corrected: readonly Passage[],
  cutters: Cutters,
): readonly Candidate[] {
  const equal = equals(draft, corrected);
  const [drafts, correcteds] = [new Set(equal.map(([i]) => i)), new Set(equal.map(([, j]) => j))];
  const others = (passages: readonly Passage[], taken: ReadonlySet<number>) =>
    passages.map((passage, at) => (taken.has(at) ? new Set<number>() : shinglesOf(passage, cutters)));
  const shared = sharedShingles(others(draft, drafts), others(corrected, correcteds));
  return [...equal.map(([i, j]) => candidate(i, 1, j, 1, 1)), ...alike(shared)];
}

function equals(draft: readonly Passage[], corrected: readonly Passage[]): [number, number][] {
  const places = new Map<string, number[]>();
  for (const [at, { plain }] of corrected.entries()) {
    const known = places.get(plain);
    if (known) known.push(at);
    else places.set(plain, [at]);
  }
  for (const list of places.values()) list.reverse();
  return draft.flatMap(({ plain }, at): [number, number][] => {
    const place = places.get(plain)?.pop();
    return place === undefined ? [] : [[at, place]];
  });
}

function alike(shared: Shared): Candidate[] {
  const found: Candidate[] = [];
  for (const key of shared.both.keys()) {
    const [i, j] = [Math.floor(key / shared.corrected.length), key % shared.corrected.length];
    found.push(one(shared, i, j), ...split(shared, i, j), ...merged(shared, i, j));
  }
  return found.filter(({ likeness }) => likeness >= LEAST_LIKENESS);
}

const one = (shared: Shared, i: number, j: number): Candidate => candidate(i, 1, j, 1, likeness(shared, i, 1, j, 1));

function split(shared: Shared, i: number, j: number): Candidate[] {
  const fromWhole = (part: number) => bothOf(shared, i, part) > LEAST_OF_PART * (shared.corrected[part] ?? Infinity);
  if (!fromWhole(j) || !fromWhole(j + 1)) return [];
  const whole = candidate(i, 1, j, 2, likeness(shared, i, 1, j, 2));
  return liker(whole, one(shared, i, j), one(shared, i, j + 1));
}

function merged(shared: Shared, i: number, j: number): Candidate[] {
  const fromWhole = (part: number) => bothOf(shared, part, j) > LEAST_OF_PART * (shared.draft[part] ?? Infinity);
  if (!fromWhole(i) || !fromWhole(i + 1)) return [];
  const whole = candidate(i, 2, j, 1, likeness(shared, i, 2, j, 1));
  return liker(whole, one(shared, i, j), one(shared, i + 1, j));
}

/** The whole, where each part makes it more alike. */
const liker = (whole: Candidate, ...parts: readonly Candidate[]): Candidate[] =>
  parts.every(({ likeness }) => likeness < whole.likeness) ? [whole] : [];

/** Dice's coefficient of the telling shingles. */
function likeness(shared: Shared, draft: number, drafts: number, corrected: number, correcteds: number): number {
  let [both, all] = [0, 0];
  for (let i = draft; i < draft + drafts; i++) {
    all += shared.draft[i] as number;
    for (let j = corrected; j < corrected + correcteds; j++) both += bothOf(shared, i, j);
  }
  for (let j = corrected; j < corrected + correcteds; j++) all += shared.corrected[j] as number;
  return Math.min(1, (2 * both) / all);
}

const bothOf = (shared: Shared, i: number, j: number): number =>
  j < shared.corrected.length ? (shared.both.get(i * shared.corrected.length + j) ?? 0) : 0;

function candidate(draft: number, drafts: number, corrected: number, correcteds: number, likeness: number): Candidate {
  return {
    draft: { from: draft, to: draft + drafts },
    corrected: { from: corrected, to: corrected + correcteds },
    likeness,
  };
}

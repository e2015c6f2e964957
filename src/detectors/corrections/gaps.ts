import type { Bead } from './bead.ts';
import { LONGEST_CHUNK } from './chunks.ts';
import { characterErrorRate } from './error-rates.ts';
import type { OpenPlaces } from './open-places.ts';
import type { Passage } from './passage.ts';

/** More of its characters a chunk may not have changed, when its place alone speaks for it. */
const MOST_CHANGED = 0.5;

/**
 * Beads of what is still open between two beads of the chain, first with first and then last with last, where few
 * characters differ: a heading of one word that was misspelt shares no word with its correction.
 */
export function betweenChain(
  chain: readonly Bead[],
  open: OpenPlaces,
  draft: readonly Passage[],
  corrected: readonly Passage[],
): Bead[] {
  const fits = (i: number, j: number) => differLittle(draft[i] as Passage, corrected[j] as Passage);
  const starts = chain.map((bead) => ({ draft: bead.draft.from, corrected: bead.corrected.from }));
  let [i, j] = [0, 0];
  return [...starts, { draft: draft.length, corrected: corrected.length }].flatMap((next) => {
    const pairs = pairsWithin(openFrom(open.draft, i, next.draft), openFrom(open.corrected, j, next.corrected), fits);
    [i, j] = [next.draft, next.corrected];
    return pairs.map(([a, b]) => ({ draft: { from: a, to: a + 1 }, corrected: { from: b, to: b + 1 } }));
  });
}

type Fits = (draft: number, corrected: number) => boolean;
type Pair = readonly [number, number];

function pairsWithin(draft: readonly number[], corrected: readonly number[], fits: Fits): readonly Pair[] {
  const ahead = inStep(draft, corrected, fits);
  if (draft.length === corrected.length) return ahead;
  const [i, j] = ahead.at(-1) ?? [-1, -1];
  const behind = (places: readonly number[], last: number) => places.filter((place) => place > last).reverse();
  return [...ahead, ...inStep(behind(draft, i), behind(corrected, j), fits)];
}

function inStep(draft: readonly number[], corrected: readonly number[], fits: Fits): Pair[] {
  return draft.slice(0, corrected.length).flatMap((i, step): Pair[] => {
    const j = corrected[step] as number;
    return fits(i, j) ? [[i, j]] : [];
  });
}

function openFrom(open: ReadonlySet<number>, from: number, to: number): number[] {
  const places: number[] = [];
  for (let at = from; at < to; at++) if (open.has(at)) places.push(at);
  return places;
}

function differLittle(draft: Passage, corrected: Passage): boolean {
  if (Math.max(draft.plain.length, corrected.plain.length) > LONGEST_CHUNK) return false;
  return characterErrorRate(draft.plain, corrected.plain) <= MOST_CHANGED;
}

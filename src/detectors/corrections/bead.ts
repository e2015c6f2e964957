import type { Span } from './chunks.ts';

/** Neighbouring chunks of a draft and the chunks of its corrected form that they became; either may be none. */
export interface Bead {
  /** Places among the chunks of the draft. */
  readonly draft: Span;
  /** Places among the chunks of the corrected form. */
  readonly corrected: Span;
}

/** A bead that may be, and how alike its sides are: 0 to 1. */
export interface Candidate extends Bead {
  readonly likeness: number;
}

/** Variance of the length, for each character, and how often what happens: Gale and Church 1993. */
const VARIANCE = 6.8;
const ONE_TO_ONE = 0.89;
const ONE_TO_NONE = 0.0099;
const ONE_TO_TWO = 0.089;
/** No length tells against a bead more than this. */
const LEAST_CHANCE = 1e-7;

const COST_ALONE = -Math.log(ONE_TO_NONE);

export const size = ({ from, to }: Span): number => to - from;

/**
 * What a bead spares against leaving its chunks alone: minus logarithm of a chance, from how the lengths differ (W. Gale
 * and K. Church, A Program for Aligning Sentences in Bilingual Corpora, Computational Linguistics 19, 1993) and from how
 * many words both sides share. Lengths in code units.
 */
export function gainOf(
  { draft, corrected, likeness }: Candidate,
  draftLength: number,
  correctedLength: number,
): number {
  const chunks = size(draft) + size(corrected);
  const prior = chunks === 2 ? ONE_TO_ONE : ONE_TO_TWO;
  const sigma = Math.sqrt(((draftLength + correctedLength) / 2) * VARIANCE);
  const chance = Math.max(LEAST_CHANCE, twoTailed(Math.abs(correctedLength - draftLength) / sigma));
  return chunks * COST_ALONE + Math.log(prior * chance * likeness);
}

/** Chance of a normal variable to lie farther out than z: M. Abramowitz and I. Stegun 1964, 26.2.17, error 1.5e-7. */
function twoTailed(z: number): number {
  const t = 1 / (1 + 0.2316419 * z);
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 2 * (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
}

import type { CorrectedPair } from './pairs.ts';

/** What the pairs of one document have in common. */
export interface PairsOrigin {
  /** Pseudonym of the document: whoever reads the export must not learn more of it. */
  readonly document: string;
  /** BCP 47. */
  readonly language: string;
}

/** One JSON object on each line, with a line feed at its end; no text for no pairs. */
export const jsonLinesOf = (pairs: readonly CorrectedPair[], { document, language }: PairsOrigin): string =>
  pairs
    .map(({ chunk, draft, corrected, wer, cer }) =>
      JSON.stringify({ chunk, draft, corrected, language, document, wer, cer }).concat('\n'),
    )
    .join('');

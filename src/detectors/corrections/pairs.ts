import type { Correction, TrainingPair } from '../../domain/contracts.gen.ts';
import { alignmentOf } from './alignment.ts';
import { type Bead, size } from './bead.ts';
import { chunkId, chunksOf, type Span } from './chunks.ts';
import { cuttersOf } from './language.ts';
import { type ErrorRates, judged, LEFT_OUT, type LeftOut } from './left-out.ts';
import { type Passage, passageOf } from './passage.ts';

/** A pair with its error rates; the texts are those of the documents, to the code unit. */
export interface CorrectedPair extends TrainingPair, ErrorRates {}

/** Why a correction was not aligned at all. */
export type Refusal = 'empty_draft' | 'empty_corrected' | 'identical' | 'too_long' | 'too_many_chunks';

export interface Pairing {
  readonly state: 'aligned' | Refusal;
  /** In the order of the draft. */
  readonly pairs: readonly CorrectedPair[];
  /** How often each reason left something out. With the pairs, all that the alignment found. */
  readonly leftOut: Readonly<Record<LeftOut, number>>;
}

/** Of either text, in UTF-16 code units. */
export const LONGEST_TEXT = 2 ** 20;
/** Of either text. */
export const MOST_CHUNKS = 10_000;

/**
 * Training pairs of a correction. Ids of chunks follow from the id of the document, so give its pseudonym where the id
 * itself tells something. Time and room are bounded whatever the texts are: what is too long is refused.
 */
export function pairsOf({ document, language, draft, corrected }: Correction): Pairing {
  const refusal = refusalOf(draft, corrected);
  if (refusal) return refused(refusal);
  const cutters = cuttersOf(language);
  const chunks = [draft, corrected].map((text) =>
    chunksOf(text, cutters, MOST_CHUNKS)?.map((it) => passageOf(text, it)),
  );
  const [from, to] = chunks;
  if (!from || !to) return refused('too_many_chunks');
  const pairs: CorrectedPair[] = [];
  const leftOut = noneLeftOut();
  for (const bead of alignmentOf(from, to, cutters)) {
    const texts = { draft: textOf(draft, from, bead.draft), corrected: textOf(corrected, to, bead.corrected) };
    const verdict = aloneAs(bead) ?? judged(texts.draft, texts.corrected, cutters);
    if (typeof verdict === 'string') leftOut[verdict] += 1;
    else pairs.push({ chunk: chunkId(document, bead.draft.from), ...texts, ...verdict });
  }
  return { state: 'aligned', pairs, leftOut };
}

function refusalOf(draft: string, corrected: string): Refusal | null {
  if (Math.max(draft.length, corrected.length) > LONGEST_TEXT) return 'too_long';
  if (draft.trim() === '') return 'empty_draft';
  if (corrected.trim() === '') return 'empty_corrected';
  return draft === corrected ? 'identical' : null;
}

const refused = (state: Refusal): Pairing => ({ state, pairs: [], leftOut: noneLeftOut() });

const noneLeftOut = () => Object.fromEntries(LEFT_OUT.map((reason) => [reason, 0])) as Record<LeftOut, number>;

function aloneAs({ draft, corrected }: Bead): LeftOut | null {
  if (size(corrected) === 0) return 'removed';
  return size(draft) === 0 ? 'added' : null;
}

/** The chunks with what stands between them. */
function textOf(text: string, passages: readonly Passage[], { from, to }: Span): string {
  return from === to ? '' : text.slice((passages[from] as Passage).from, (passages[to - 1] as Passage).to);
}

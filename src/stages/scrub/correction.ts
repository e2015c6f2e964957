import { languageTag } from '../../detectors/corrections/language.ts';
import { LEFT_OUT, type LeftOut } from '../../detectors/corrections/left-out.ts';
import { pairsOf, type Refusal } from '../../detectors/corrections/pairs.ts';
import type { ScrubbedText } from '../../detectors/personal-data/scrub-text.ts';
import type { Correction } from '../../domain/contracts.gen.ts';
import { type Answer, dropped, refused, said, type Told, tell } from './answer.ts';
import type { Scrubbing } from './scrubbing.ts';

/** Training pairs of a draft and its corrected form. They are scrubbed first: what is cut apart hides what it was part of. */
export function correction(id: string, body: Correction, scrub: Scrubbing): Answer<Told> {
  const language = languageTag(body.language);
  const document = body.document === '' ? id : scrub.rename('document', body.document);
  const [draft, corrected] = scrub.both(body.draft, body.corrected, language);
  const scrubbed = { document, language, draft: draft.text, corrected: corrected.text };
  const { state, pairs, leftOut } = pairsOf(scrubbed);
  if (state !== 'aligned') return REFUSED[state];
  if (pairs.length === 0) return dropped('no_pairs');
  noteParts(
    draft,
    pairs.map((pair) => pair.draft),
    scrub,
  );
  noteParts(
    corrected,
    pairs.map((pair) => pair.corrected),
    scrub,
  );
  return tell('correction', {
    language,
    pairs: pairs.map(({ chunk, ...texts }) => ({
      chunk: scrub.keep(chunk),
      draft: texts.draft,
      corrected: texts.corrected,
    })),
    facts: said({ document, ...countsOf(leftOut) }),
  });
}

const REFUSED: Readonly<Record<Refusal, ReturnType<typeof dropped>>> = {
  empty_draft: dropped('empty_draft'),
  empty_corrected: dropped('empty_corrected'),
  identical: dropped('identical'),
  too_long: refused('too_large'),
  too_many_chunks: refused('too_many_chunks'),
};

const countsOf = (leftOut: Readonly<Record<LeftOut, number>>) =>
  Object.fromEntries(LEFT_OUT.map((why) => [`left_out_${why}`, leftOut[why] === 0 ? '' : String(leftOut[why])]));

/** Tells where made-up values stand in parts of a text. A part that does not stand in it as it is gets none. */
function noteParts({ text, inserted }: ScrubbedText, parts: readonly string[], scrub: Scrubbing): void {
  let after = 0;
  for (const part of parts) {
    const ahead = text.indexOf(part, after);
    const start = ahead < 0 ? text.indexOf(part) : ahead;
    if (start < 0) continue;
    const end = start + part.length;
    after = end;
    const inside = inserted.filter((span) => span.end > start && span.start < end);
    scrub.made.set(
      part,
      inside.map((span) => ({ start: Math.max(span.start - start, 0), end: Math.min(span.end, end) - start })),
    );
  }
}

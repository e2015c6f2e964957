/** Cuts text at the borders that Unicode draws for a language (UAX #29). */
export interface Cutters {
  readonly words: Intl.Segmenter;
  readonly sentences: Intl.Segmenter;
  readonly characters: Intl.Segmenter;
}

const UNKNOWN = 'und';
const TAG = /^[a-z]{2,3}(-[a-z]{4})?(-([a-z]{2}|\d{3}))?$/i;
/** Named, since a Segmenter without a language cuts as the machine's own would. */
const CUT_LIKE = 'en';

/** Canonical BCP 47 tag (language, script, region) of what a stranger called a language; 'und' for anything else. */
export function languageTag(text: string): string {
  const tag = text.slice(0, 16).replaceAll('_', '-');
  return text.length < 16 && TAG.test(tag) ? (Intl.getCanonicalLocales(tag)[0] ?? UNKNOWN) : UNKNOWN;
}

/** Cutters for a language; those of English where the language is not known, which cut most scripts alike. */
export function cuttersOf(language: string): Cutters {
  const tag = languageTag(language);
  const locale = Intl.Segmenter.supportedLocalesOf(tag)[0] ?? CUT_LIKE;
  return {
    words: new Intl.Segmenter(locale, { granularity: 'word' }),
    sentences: new Intl.Segmenter(locale, { granularity: 'sentence' }),
    characters: new Intl.Segmenter(locale, { granularity: 'grapheme' }),
  };
}

import fc from 'fast-check';

/** Any text: letters of many scripts, marks, emoji, lone surrogates, white space of all kinds. */
export const anyText = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 8 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom(
        '\ud83d',
        '\u0301',
        ' \u0301',
        '👨‍👩‍👧',
        '中文信息',
        'สวัสดี',
        'e\u0301',
        'é',
        '. ',
        '\r\n\r\n',
        '\n\n',
        '\u2029',
        ' ',
      ),
      fc.constantFrom('the ', 'server ', 'was ', 'down ', 'Down. '),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

/** Paragraph `place`, whose words stand in no other one. */
const paragraph = (place: number) =>
  fc.integer({ min: 8, max: 40 }).map((count) => Array.from({ length: count }, (_, at) => `p${place}w${at}`));

/** Paragraphs as lists of words; no two share a word. */
export const paragraphs = fc
  .integer({ min: 2, max: 12 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, place) => paragraph(place))));

/** The paragraph with one word of its first half put right. */
export const withOneWordPutRight = (words: readonly string[]): string[] =>
  words.map((word, at) => (at === 2 ? `${word}right` : word));

export const documentOf = (texts: readonly (readonly string[])[]): string =>
  texts.map((words) => words.join(' ')).join('\n\n');

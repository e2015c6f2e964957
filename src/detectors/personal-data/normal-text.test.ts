import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { inCodePoints } from './code-points.ts';
import { normalText } from './normal-text.ts';

/** Accents apart and together, emoji with joiners, what shows nothing, letters dressed up, lone halves of pairs. */
const SIGNS = [
  'e\u0301',
  'é',
  'ñ',
  'n\u0303',
  '👩‍👩‍👧',
  '😀',
  '\u200b',
  '\ufeff',
  '\u00ad',
  '１',
  '٣',
  'ﬁ',
  '½',
  '–',
  '\u00a0',
  'º',
  '\ud83d',
  'a',
  ' ',
  '.',
];
const around = fc.array(fc.constantFrom(...SIGNS), { maxLength: 12 }).map((signs) => signs.join(''));
const anything = fc.oneof(
  around,
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
);

describe('normalText', () => {
  it('given a word among any signs, when normalised, then its place in the text as written comes back', () => {
    fc.assert(
      fc.property(anything, anything, (before, after) => {
        const written = `${before} <needle> ${after}`;
        const { text, startOf, endOf } = normalText(written);
        const at = text.indexOf('<needle>');
        expect(written.slice(startOf(at), endOf(at + 8))).toBe('<needle>');
      }),
    );
  });

  it('given any text, when normalised, then places never go back and stay inside', () => {
    fc.assert(
      fc.property(anything, (written) => {
        const { text, startOf, endOf } = normalText(written);
        let last = 0;
        for (let at = 0; at < text.length; at++) {
          expect(startOf(at)).toBeGreaterThanOrEqual(last);
          expect(endOf(at + 1)).toBeGreaterThan(startOf(at));
          expect(endOf(at + 1)).toBeLessThanOrEqual(written.length);
          last = startOf(at);
        }
      }),
    );
  });

  it.each([
    ['zero width inside', '1\u200b2\u200b3', '123'],
    ['full width', '４１１１－１', '4111-1'],
    ['digits of another script', '٣٤', '34'],
    ['mathematical digits', '𝟜𝟙', '41'],
    ['accents apart', 'Jose\u0301', 'José'],
    ['odd spaces and dashes', 'a\u00a0b–c', 'a b-c'],
    ['digits in frames', '4\ufe0f\u20e31\ufe0f\u20e3', '41'],
    ['digits struck out', '4\u03361\u0336', '41'],
    ['pictures and spaces around them', 'plate 🔒 👩‍💻  1234 BCD🇪🇸.', 'plate 1234 BCD .'],
    ['an ordinal stays', '3º', '3º'],
  ])('reads %s as a person does', (_, written, plain) => {
    expect(normalText(written).text).toBe(plain);
  });
});

describe('inCodePoints', () => {
  it('given spans in any text, when counted in code points, then they cut the same', () => {
    fc.assert(
      fc.property(anything, fc.stringMatching(/^[a-z]{1,8}$/), anything, (before, word, after) => {
        const text = `${before}<${word}>${after}`;
        const start = before.length;
        const [span] = inCodePoints(text, [{ start, end: start + word.length + 2, type: 'PERSON' }]);
        const points = Array.from(text);
        // A lone half of a pair before the word may join what follows only in other texts: '<' never does
        expect(points.slice(span?.start, span?.end).join('')).toBe(`<${word}>`);
      }),
    );
  });
});

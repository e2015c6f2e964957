import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cuttersOf } from './language.ts';
import { anyText } from './texts.fixture.ts';
import { wordsOf } from './words.ts';

describe('words of a text', () => {
  it('are words and marks of punctuation, with the white space behind each', () => {
    expect(wordsOf(' Host 10,\nup.', cuttersOf('en').words)).toEqual({
      lead: ' ',
      words: ['Host', '10', ',', 'up', '.'],
      gaps: [' ', '', '\n', '', ''],
    });
  });

  it('given any text, when put together, then they are the text again', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { lead, words, gaps } = wordsOf(text, cuttersOf('en').words);
        expect(lead + words.map((word, at) => word + gaps[at]).join('')).toBe(text);
        expect(words.every((word) => word.trim() !== '') && (lead + gaps.join('')).trim() === '').toBe(true);
      }),
    );
  });
});

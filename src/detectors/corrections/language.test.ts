import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cuttersOf, languageTag } from './language.ts';

describe('language', () => {
  it.each([
    ['DE', 'de'],
    ['pt_br', 'pt-BR'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['English, I think', 'und'],
    ['en-u-ss-standard', 'und'],
    ['', 'und'],
    ['e'.repeat(10_000_000), 'und'],
  ])('given a tag that a stranger wrote, then it is canonical or unknown', (text, tag) => {
    expect(languageTag(text)).toBe(tag);
  });

  it('given any text, then there are cutters for it', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z]{2,3}(-[A-Z]{2})?$/)), (text) => {
        expect([...cuttersOf(text).words.segment('a b')].length).toBe(3);
      }),
    );
  });
});

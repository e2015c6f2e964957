import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { characterErrorRate, wordErrorRate } from './error-rates.ts';
import { cuttersOf } from './language.ts';
import { nfc } from './nfc.ts';
import { anyText } from './texts.fixture.ts';
import { wordsOf } from './words.ts';

const ENGLISH = cuttersOf('en');

describe('error rates', () => {
  it.each([
    ['one of four words replaced', 'the sever is down', 'the server is down', 1 / 4, 1 / 18],
    ['one word too many', 'the the server', 'the server', 1 / 2, 4 / 10],
    ['casing counts', 'The server', 'the server', 1 / 2, 1 / 10],
    ['a full stop is a word', 'server down', 'server down.', 1 / 3, 1 / 12],
    ['white space is no word, but a character', 'server  down', 'server down', 0, 1 / 11],
    ['more wrong than there is', 'one two three', 'four', 3, 11 / 4],
    ['nothing is right', 'one', '', 1, 3],
    ['composed or not', 'cafe\u0301', 'caf\u00e9', 0, 0],
    ['a character beyond the first plane is one', '😀a', '😁a', 1 / 2, 1 / 2],
  ])('given that %s, then both are as defined', (_, draft, corrected, wer, cer) => {
    expect(wordErrorRate(draft, corrected, ENGLISH)).toBeCloseTo(wer, 10);
    expect(characterErrorRate(draft, corrected)).toBeCloseTo(cer, 10);
  });

  it('given a language without spaces, then its words are told apart all the same', () => {
    const rate = wordErrorRate('服务器已经关闭', '服务器已经打开', cuttersOf('zh'));
    expect(rate).toBeGreaterThan(0);
    expect(rate).toBeLessThan(1);
  });

  it('given any two texts, then the word error rate is 0 if and only if they have the same words', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.boolean(), (draft, other, same) => {
        const corrected = same ? draft.replaceAll(/ +/g, ' \n') : other;
        const words = (text: string) => wordsOf(nfc(text), ENGLISH.words).words;
        const alike = JSON.stringify(words(draft)) === JSON.stringify(words(corrected));
        expect(wordErrorRate(draft, corrected, ENGLISH) === 0).toBe(alike);
      }),
    );
  });

  it('given any two texts, then the character error rate is 0 if and only if they are the same in composed form', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(characterErrorRate(a, b) === 0).toBe(nfc(a) === nfc(b));
        expect(characterErrorRate(a, a.normalize('NFD'))).toBe(0);
      }),
    );
  });
});

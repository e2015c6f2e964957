import { describe, expect, it } from '@jest/globals';
import { cuttersOf } from './language.ts';
import { judged } from './left-out.ts';

const ENGLISH = cuttersOf('en');

describe('what a draft and its corrected form make', () => {
  it.each([
    ['French', 'Le café « Âge » est à côté.'],
    ['Portuguese in capitals', '“MAÇÔ, «AMANHû e NÃO…'],
    ['Vietnamese', 'XÃ hội Ấn Độ'],
    ['lines, tabs and the next-line mark', 'one\ttwo\r\nthree\u0085four'],
    ['emoji', 'down 👨‍👩‍👧 again'],
  ])('given %s, then it is not taken for the wrong encoding', (_, text) => {
    expect(judged(`${text} and sme`, `${text} and some`, ENGLISH)).toMatchObject({ wer: expect.any(Number) });
  });

  it.each(['KÃ¶ln', 'StraÃŸe', 'donâ€™t', 'Ã\u009cber', 'K\ufffdln', 'nul\0', 'half \udc00'])(
    'given a corrected form read in the wrong encoding, then it is broken',
    (text) => {
      expect(judged('some text', `some text ${text}`, ENGLISH)).toBe('broken_text');
    },
  );

  it('given a short text of one word, when few of its characters are changed, then it is no rewriting', () => {
    expect(judged('Sumary', 'Summary', ENGLISH)).toEqual({ wer: 1, cer: 1 / 7 });
    expect(judged('Sumary', 'Report', ENGLISH)).toBe('rewritten');
  });
});

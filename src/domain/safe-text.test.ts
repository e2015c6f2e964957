import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { safeText } from './safe-text.ts';

describe('safeText', () => {
  it.each([
    ['plain ascii', 'ws01', 'ws01'],
    ['other scripts', 'Größe 東京', 'Größe 東京'],
    ['a terminal escape', '\u001b[2Jws', '\\u{1b}[2Jws'],
    ['a line break', 'a\nb', 'a\\u{a}b'],
    ['bidirectional override', 'a\u202eb', 'a\\u{202e}b'],
    ['zero width', 'a\u200bb', 'a\\u{200b}b'],
    ['C1 controls', 'a\u009bb', 'a\\u{9b}b'],
    ['a lone surrogate', 'a\ud800b', 'a\\u{d800}b'],
  ])('shows %s', (_, text, shown) => {
    expect(safeText(text)).toBe(shown);
  });

  it('cuts what is too long and says so', () => {
    expect(safeText('x'.repeat(200), 10)).toBe(`${'x'.repeat(9)}…`);
  });

  it('never lets a steering character through and never exceeds the limit', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 5, max: 40 }), (text, max) => {
        const shown = safeText(text, max);
        expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
        expect(shown.length).toBeLessThanOrEqual(max);
      }),
    );
  });
});

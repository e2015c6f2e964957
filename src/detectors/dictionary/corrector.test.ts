import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { correctorOf } from './corrector.ts';
import { LONGEST_FORM } from './entry.ts';

const entries = (...pairs: readonly (readonly [string, string])[]) => pairs.map(([wrong, right]) => ({ wrong, right }));
const applied = (text: string, ...pairs: readonly (readonly [string, string])[]) =>
  correctorOf(entries(...pairs)).apply(text);

describe('a dictionary applied to a text', () => {
  it.each<[string, string, readonly (readonly [string, string])[], string]>([
    ['a form', 'ran Mimikats, twice', [['Mimikats', 'Mimikatz']], 'ran Mimikatz, twice'],
    ['the same form twice', 'a a', [['a', 'b']], 'b b'],
    ['a part of a word', 'Mimikatsu xMimikats Mimikats_', [['Mimikats', 'Mimikatz']], 'Mimikatsu xMimikats Mimikats_'],
    ['another case', 'mimikats', [['Mimikats', 'Mimikatz']], 'mimikats'],
    [
      'a longer form',
      'Cobalt Strik beacon',
      [
        ['Cobalt', 'X'],
        ['Cobalt Strik', 'Cobalt Strike'],
      ],
      'Cobalt Strike beacon',
    ],
    [
      'a longer form that does not end',
      'Cobalt Strikt',
      [
        ['Cobalt', 'X'],
        ['Cobalt Strik', 'Cobalt Strike'],
      ],
      'X Strikt',
    ],
    [
      'two corrections of one form',
      'LockBitt',
      [
        ['LockBitt', 'old'],
        ['LockBitt', 'LockBit'],
      ],
      'LockBit',
    ],
    [
      'a circle',
      'a b',
      [
        ['a', 'b'],
        ['b', 'a'],
      ],
      'b a',
    ],
    ['a form that grows', 'a', [['a', 'a a']], 'a a'],
    ['marks in a form', 'see CVE-2021-4428.', [['CVE-2021-4428', 'CVE-2021-44228']], 'see CVE-2021-44228.'],
    ['marks of patterns', 'a.b axb', [['a.b', '$&']], '$& axb'],
    ['letters beyond ASCII', 'El añil añ', [['añ', 'año']], 'El añil año'],
    ['letters beyond the first plane', '𝒜𝒷 𝒷', [['𝒷', 'b']], '𝒜𝒷 b'],
    ['half a pair', '😀 x', [['\ude00', 'y']], '😀 x'],
    ['an accent that stands by itself', 'e\u0301 e', [['e', 'x']], 'e\u0301 x'],
    ['no text', '', [['a', 'b']], ''],
    ['no entries', 'a', [], 'a'],
  ])('given %s, then what stands there is right', (_, text, pairs, expected) => {
    expect(applied(text, ...pairs)).toBe(expected);
  });

  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '𝒜', ' ', '-'), minLength: 1, maxLength: 4 });
  const some = fc.array(fc.tuple(word, word), { maxLength: 5 });
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'é', '𝒜', ' ', '-', '\n'), maxLength: 30 });

  it('given any text and entries, then it is what a plain search for whole words gives', () => {
    fc.assert(
      fc.property(text, some, (written, pairs) => {
        expect(applied(written, ...pairs)).toBe(plainly(written, pairs));
      }),
      { numRuns: 2_000 },
    );
  });

  it('given any text in which no wrong form stands, then it stays as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), some, (written, pairs) => {
        const others = pairs.filter(([wrong]) => !written.includes(wrong));
        expect(applied(written, ...others)).toBe(written);
      }),
    );
  });

  const forms = (count: number) =>
    Array.from({ length: count }, (_, at) => [`${'a '.repeat(60)}${at}`.slice(0, LONGEST_FORM), 'b'] as const);
  it.each([
    ['one letter', 'a'],
    ['a letter and a space', 'a '],
    ['spaces', ' '],
    ['a form but for its end', `${'a '.repeat(60)}x `],
  ])('given a megabyte of %s, then the time is in proportion to it', (_, unit) => {
    const corrector = correctorOf(entries(...forms(1_000), ['a-', 'b']));
    const took = (length: number) => {
      const hostile = unit.repeat(Math.ceil(length / unit.length));
      const startedAt = performance.now();
      corrector.apply(hostile);
      return performance.now() - startedAt;
    };
    took(100_000);
    // with the square of the length it would take a minute and more
    expect(took(1_000_000)).toBeLessThan(5_000);
  });
});

/** Every place is compared with every form. */
function plainly(text: string, pairs: readonly (readonly [string, string])[]): string {
  const newest = new Map(pairs);
  let made = '';
  for (let at = 0; at < text.length; ) {
    const fitting = [...newest].filter(([wrong]) => text.startsWith(wrong, at) && isWhole(text, at, at + wrong.length));
    const [wrong, right] = fitting.toSorted(([a], [b]) => b.length - a.length)[0] ?? [text.charAt(at), text.charAt(at)];
    made += right;
    at += wrong.length;
  }
  return made;
}

function isWhole(text: string, start: number, end: number): boolean {
  const isOfWord = (character: string | undefined) => /[\p{L}\p{N}\p{M}_]/u.test(character ?? ' ');
  const goesOn = (place: number) => isOfWord([...text.slice(0, place)].at(-1)) && isOfWord([...text.slice(place)][0]);
  return !goesOn(start) && !goesOn(end);
}

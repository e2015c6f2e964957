import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applied, diffOf } from './diff.ts';
import { cuttersOf } from './language.ts';
import { anyText } from './texts.fixture.ts';

const ENGLISH = cuttersOf('en');

describe('diff of a correction', () => {
  it('names the words that were put right and keeps the rest', () => {
    expect(diffOf('The sever was down.', 'The server was down twice.', ENGLISH)).toEqual([
      { kind: 'keep', text: 'The ' },
      { kind: 'delete', text: 'sever' },
      { kind: 'insert', text: 'server' },
      { kind: 'keep', text: ' was down' },
      { kind: 'insert', text: ' twice' },
      { kind: 'keep', text: '.' },
    ]);
  });

  it('given a rewritten text that shares its end with the start, then the words are kept and not the spaces', () => {
    const diff = diffOf('four five six seven eight nine', 'one two three four five six', ENGLISH);
    expect(diff.filter(({ kind }) => kind === 'keep').map(({ text }) => text)).toEqual(['four five six']);
  });

  it('given any two texts, when the diff is applied to the draft, then it gives the corrected text', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.integer({ min: 1, max: 40 }), (draft, corrected, mostEdits) => {
        expect(applied(diffOf(draft, corrected, ENGLISH, mostEdits), draft)).toBe(corrected);
        expect(applied(diffOf(draft, corrected, ENGLISH), draft)).toBe(corrected);
      }),
    );
  });

  it('given any two texts, then no edit tears a character, and neighbours differ in kind', () => {
    fc.assert(
      fc.property(anyText, anyText, (draft, corrected) => {
        const diff = diffOf(draft, corrected, ENGLISH);
        const borders = (side: 'delete' | 'insert') => {
          let at = 0;
          return diff.filter(({ kind }) => kind === 'keep' || kind === side).map(({ text }) => (at += text.length));
        };
        const whole = (text: string) =>
          new Set([...ENGLISH.characters.segment(text)].map(({ index, segment }) => index + segment.length));
        const [atDraft, atCorrected] = [whole(draft), whole(corrected)];
        expect(borders('delete').every((at) => atDraft.has(at))).toBe(true);
        expect(borders('insert').every((at) => atCorrected.has(at))).toBe(true);
        for (const [at, edit] of diff.entries()) expect(edit.kind).not.toBe(diff[at + 1]?.kind);
      }),
    );
  });

  it('given another draft, when the diff is applied, then it is refused', () => {
    const diff = diffOf('one two', 'one three', ENGLISH);
    expect(() => applied(diff, 'two one')).toThrow('another draft');
    expect(() => applied(diff, 'one two and more')).toThrow('shorter draft');
  });
});

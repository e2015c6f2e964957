import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chunkId, chunksOf, LONGEST_CHUNK, type Span } from './chunks.ts';
import { cuttersOf } from './language.ts';
import { anyText } from './texts.fixture.ts';

const ENGLISH = cuttersOf('en');
const cut = (text: string): readonly Span[] => chunksOf(text, ENGLISH, 100_000) ?? [];
const textsOf = (text: string) => cut(text).map(({ from, to }) => text.slice(from, to));
const longText = fc
  .tuple(anyText, anyText, fc.integer({ min: 1, max: 400 }))
  .map(([a, b, times]) => `${a.repeat(times)}${b}${a}`.slice(0, 60_000));
const bordersOf = (text: string) => new Set([...ENGLISH.characters.segment(text)].map(({ index }) => index));

describe('chunks', () => {
  it('are paragraphs, without the white space around', () => {
    expect(textsOf('\n  # Title\r\n\r\nFirst line\nof two. \n \t\n\n Next\u2029Last\n')).toEqual([
      '# Title',
      'First line\nof two.',
      'Next',
      'Last',
    ]);
  });

  it('given a long paragraph, then they are runs of its sentences', () => {
    const sentences = Array.from({ length: 60 }, (_, at) => `On day ${at} the host ${at * 7} was seen again. `);
    const chunks = textsOf(sentences.join(''));
    expect(chunks.length).toBeGreaterThan(2);
    expect(chunks.every((chunk) => chunk.startsWith('On day') && chunk.endsWith('again.'))).toBe(true);
  });

  it('given a long paragraph, when a sentence is put before it, then most cuts stay where they were', () => {
    const sentences = Array.from({ length: 200 }, (_, at) => `On day ${at} the alert named host${at * 7}. `).join('');
    const before = new Set(textsOf(sentences));
    const after = textsOf(`Here is what we found in March. ${sentences}`);
    expect(after.filter((chunk) => before.has(chunk)).length).toBeGreaterThan(0.8 * before.size);
  });

  it.each([
    ['one word', 'a'.repeat(9_000)],
    ['no sentence', 'word '.repeat(2_000)],
    ['emoji of many parts', '👨‍👩‍👧'.repeat(900)],
    ['emoji that the longest chunk would halve', `${'word '.repeat(39)}wor${'👨‍👩‍👧'.repeat(900)}`],
    ['one endless character', `a${'\u0301'.repeat(9_000)} and more`],
  ])('given a paragraph of %s, then no character is torn and none is lost', (_, text) => {
    const borders = bordersOf(text);
    for (const { from } of cut(text)) expect(borders.has(from)).toBe(true);
    expect(textsOf(text).join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
  });

  it('given any text, then between chunks is white space alone, and no character is torn', () => {
    fc.assert(
      fc.property(longText, (text) => {
        const borders = bordersOf(text);
        let end = 0;
        for (const { from, to } of cut(text)) {
          expect(text.slice(end, from).trim()).toBe('');
          expect(text.slice(from, to).trim()).not.toBe('');
          expect(borders.has(from)).toBe(true);
          if (to - from > LONGEST_CHUNK) expect([...ENGLISH.characters.segment(text.slice(from, to))]).toHaveLength(1);
          end = to;
        }
        expect(text.slice(end).trim()).toBe('');
      }),
      { numRuns: 60 },
    );
  });

  it('given more chunks than are wanted, then there are none', () => {
    expect(chunksOf('a\n\nb\n\nc', ENGLISH, 2)).toBeNull();
    expect(chunksOf('a\n\nb', ENGLISH, 2)).toHaveLength(2);
  });

  it('have ids by document and place', () => {
    expect(chunkId('report-7', 3)).toBe(chunkId('report-7', 3));
    expect(new Set([chunkId('report-7', 3), chunkId('report-7', 4), chunkId('report-73', 0)]).size).toBe(3);
  });
});

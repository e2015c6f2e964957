import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { IDS_PER_TOKEN, TAGGER_VOCABULARY } from './token-ids.ts';
import { tokenRows } from './token-rows.ts';
import { tokensOf } from './tokens.ts';

const idsOf = (text: string) =>
  tokensOf(text).map((_, at, all) => [...tokenRows(all).subarray(at * IDS_PER_TOKEN, (at + 1) * IDS_PER_TOKEN)]);

describe('tokens of a text', () => {
  it('given accents that are composed or not, emoji and marks, then places are those of the text as written', () => {
    const text = '😀 Núñez, C/ Me\u0301ndez 12\n3º';
    expect(tokensOf(text).map(({ start, end, plain, gap }) => [text.slice(start, end), plain, gap])).toEqual([
      // a picture is a blank
      ['Núñez', 'nunez', 'line'],
      [',', ',', 'none'],
      ['C', 'c', 'space'],
      ['/', '/', 'none'],
      ['Me\u0301ndez', 'mendez', 'space'],
      ['12', '12', 'space'],
      ['3', '3', 'line'],
      ['º', 'º', 'none'],
    ]);
  });

  it('given any text, then tokens are in order, apart, and cover all that is no blank', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        let last = { start: 0, end: 0 };
        for (const { start, end } of tokensOf(text)) {
          // one character may be read as several, such as the number in brackets
          if (start < last.end) expect([start, end]).toEqual([last.start, last.end]);
          expect(end).toBeGreaterThan(start);
          last = { start, end };
        }
        expect(last.end).toBeLessThanOrEqual(text.length);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii', maxLength: 60 }), (text) => {
        const covered = tokensOf(text).map(({ start, end }) => text.slice(start, end));
        expect(covered.join('')).toBe(text.replace(/\s/g, ''));
      }),
    );
  });
});

describe('ids of tokens', () => {
  it('given any text, then each token has a first id, and all ids are in the vocabulary', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const tokens = tokensOf(text);
        const ids = tokenRows(tokens);
        expect(ids).toHaveLength(tokens.length * IDS_PER_TOKEN);
        expect(ids.every((id) => id >= 0 && id < TAGGER_VOCABULARY)).toBe(true);
        expect(tokens.every((_, at) => (ids[at * IDS_PER_TOKEN] ?? 0) > 0)).toBe(true);
      }),
    );
  });

  it('given a word of any length, then it is one token with as many ids as any', () => {
    expect(idsOf('x'.repeat(100_000))).toHaveLength(1);
  });

  it('given capitals or accents, then only the shape of a word differs', () => {
    const [small = [], capital = [], accents = []] = ['y muñoz', 'y Muñoz', 'y MUNOZ'].map((text) => idsOf(text)[1]);
    expect(small[1]).not.toBe(capital[1]);
    expect(small.with(1, 0)).toEqual(capital.with(1, 0));
    expect(small.with(1, 0)).toEqual(accents.with(1, 0));
  });

  it('given numbers, then long ones are known by their length, and small ones by themselves', () => {
    const first = (text: string) => idsOf(text)[0]?.[0];
    expect(first('28013')).toBe(first('08940'));
    expect(first('28013')).not.toBe(first('280134'));
    expect(first('31')).not.toBe(first('32'));
  });
});

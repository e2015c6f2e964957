import { describe, expect, it } from '@jest/globals';
import { type Tags, taggedSpans } from './tagged-spans.ts';
import { tokensOf } from './tokens.ts';

const TAGS: Tags = { types: ['PERSON', 'ADDRESS'], sure: 2, likely: 0 };
const NOTHING = [-9, -9];

/** What is found where the tokens of a text are said to be this. */
function found(text: string, said: Readonly<Record<string, readonly number[]>>) {
  const tokens = tokensOf(text);
  const odds = Float32Array.from(tokens.flatMap(({ plain }) => said[plain] ?? NOTHING));
  return taggedSpans(tokens, odds, TAGS).map(({ start, end, type }) => `${type} ${text.slice(start, end)}`);
}

describe('tagged spans', () => {
  it('given a sure token among likely ones, then all of them are one span; likely ones alone are none', () => {
    const said = { ana: [3, -9], de: [0.5, -9], ruiz: [1, -9], bo: [1, -9] };
    expect(found('Call Ana de Ruiz or Bo', said)).toEqual(['PERSON Ana de Ruiz']);
  });

  it('given two types side by side, then each has its span, sure by either', () => {
    expect(found('Ana Calle 3', { ana: [3, -9], calle: [-9, 1], 3: [-9, 1] })).toEqual([
      'PERSON Ana',
      'ADDRESS Calle 3',
    ]);
  });

  it('given types of which none alone is sure, then they are sure together', () => {
    expect(found('Ana', { ana: [1.6, 1.5] })).toEqual(['PERSON Ana']);
  });

  it('given an end of line, then an address goes on and a name does not; marks at the ends are left out', () => {
    const both = { ana: [3, -9], ruiz: [3, -9], ',': [3, -9], calle: [-9, 3], '28013': [-9, 3], '.': [-9, 3] };
    expect(found('Ana,\nRuiz x (Calle\n28013.)', both)).toEqual(['PERSON Ana', 'PERSON Ruiz', 'ADDRESS Calle\n28013']);
  });

  it('given marks alone, or no tokens, then nothing is found', () => {
    expect(found('Ana -- Ruiz', { '-': [3, -9] })).toEqual([]);
    expect(found('', {})).toEqual([]);
  });
});

import { expect, it } from '@jest/globals';
import { rememberedHits } from './remembered-hits.ts';

const HITS = [{ rule: 'r', file: 'f', tags: [], meta: {}, strings: [] }];

it('given more texts than the bound, then the oldest are forgotten, and long ones never known', () => {
  const remembered = rememberedHits();
  for (let index = 0; index < 5_000; index++) expect(remembered.keep(`text ${index}`, HITS)).toBe(HITS);
  expect([remembered.of('text 903'), remembered.of('text 904'), remembered.of('text 4999')]).toEqual([
    undefined,
    HITS,
    HITS,
  ]);
  expect(remembered.keep('x'.repeat(2_001), HITS)).toBe(HITS);
  expect(remembered.of('x'.repeat(2_001))).toBeUndefined();
});

it('given other rules, then nothing is known', () => {
  const remembered = rememberedHits();
  remembered.keep('text', HITS);
  remembered.clear();
  expect(remembered.of('text')).toBeUndefined();
});

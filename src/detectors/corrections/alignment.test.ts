import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alignmentOf } from './alignment.ts';
import type { Bead } from './bead.ts';
import { chunksOf } from './chunks.ts';
import { cuttersOf } from './language.ts';
import { passageOf } from './passage.ts';
import { anyText } from './texts.fixture.ts';

const ENGLISH = cuttersOf('en');
const passagesOf = (text: string) => (chunksOf(text, ENGLISH, 10_000) ?? []).map((span) => passageOf(text, span));
const places = (beads: readonly Bead[], side: 'draft' | 'corrected') =>
  beads.flatMap((bead) => Array.from({ length: bead[side].to - bead[side].from }, (_, at) => bead[side].from + at));

/** As `draft chunks -> corrected chunks`, one bead a line. */
function align(draft: readonly string[], corrected: readonly string[]): string[] {
  const [from, to] = [passagesOf(draft.join('\n\n')), passagesOf(corrected.join('\n\n'))];
  return alignmentOf(from, to, ENGLISH).map((bead) => `${places([bead], 'draft')} -> ${places([bead], 'corrected')}`);
}

const HOST = 'The host db-7 sent nine gigabytes to an address in another country.';
const USER = 'Its owner logged in twice from a browser that nobody had seen before.';
const ADVICE = 'Please rotate all keys of this account and watch the proxy for a week.';
const [HOST_RIGHT, USER_RIGHT] = [HOST.replace('nine', 'ninety'), USER.replace('twice', 'once')];

describe('alignment', () => {
  it.each<[string, string[], string[], string[]]>([
    ['corrected in place', [HOST, USER], [HOST_RIGHT, USER_RIGHT], ['0 -> 0', '1 -> 1']],
    ['moved', [HOST, USER, ADVICE], [ADVICE, HOST_RIGHT, USER_RIGHT], ['0 -> 1', '1 -> 2', '2 -> 0']],
    ['merged', [HOST, USER, ADVICE], [`${HOST_RIGHT} ${USER}`, ADVICE], ['0,1 -> 0', '2 -> 1']],
    ['split', [`${HOST} ${USER}`, ADVICE], [HOST_RIGHT, USER, ADVICE], ['0 -> 0,1', '1 -> 2']],
    ['split and moved', [`${HOST} ${USER}`, ADVICE], [ADVICE, HOST_RIGHT, USER], ['0 -> 1,2', '1 -> 0']],
    ['removed', [HOST, USER, ADVICE], [HOST_RIGHT, ADVICE], ['0 -> 0', '1 -> ', '2 -> 1']],
    ['added', [HOST, ADVICE], [HOST_RIGHT, USER, ADVICE], ['0 -> 0', '1 -> 2', ' -> 1']],
    ['a word that was misspelt', ['Sumary', HOST], ['Summary', HOST], ['0 -> 0', '1 -> 1']],
    ['a heading that was added', ['Sumary', HOST], ['Report', 'Summary', HOST], ['0 -> 1', '1 -> 2', ' -> 0']],
    ['rewritten', [HOST, USER], [HOST, ADVICE], ['0 -> 0', '1 -> ', ' -> 1']],
    [
      'equal ones moved',
      [HOST, '* * *', USER, '* * *'],
      [USER, '* * *', HOST, '* * *'],
      ['0 -> 2', '1 -> 1', '2 -> 0', '3 -> 3'],
    ],
  ])('given paragraphs, when %s, then each finds its own', (_, draft, corrected, beads) => {
    expect(align(draft, corrected)).toEqual(beads);
  });

  it('given any two texts, then every chunk of either side is in one bead', () => {
    fc.assert(
      fc.property(anyText, anyText, fc.boolean(), (a, b, related) => {
        const [draft, corrected] = [passagesOf(a), passagesOf(related ? `${b}\n\n${a}` : b)];
        const beads = alignmentOf(draft, corrected, ENGLISH);
        expect(places(beads, 'draft')).toEqual([...draft.keys()]);
        expect(places(beads, 'corrected').toSorted((x, y) => x - y)).toEqual([...corrected.keys()]);
      }),
    );
  });
});

/**
 * MB of draft and corrected form a second of processor time that `pairsOf` and `diffOf` get through: 200 paragraphs of
 * 100 words with 5 % of the words changed, in place and with the paragraphs moved; and the seconds for the longest texts
 * that are hostile. Prints JSON.
 */
import { diffOf } from '../src/detectors/corrections/diff.ts';
import { cuttersOf } from '../src/detectors/corrections/language.ts';
import { LONGEST_TEXT, pairsOf } from '../src/detectors/corrections/pairs.ts';
import { benchHeader, report } from './data.ts';
import { processorSeconds } from './process.ts';

const SEED = 7;
const ROUNDS = 7;
const PARAGRAPHS = 200;
const WORDS = 100;
const VOCABULARY = 5_000;
const CHANGED = 0.05;

let state = SEED;
/** 0 to 1, the same on every run (mulberry32). */
function chance(): number {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
const letter = () => String.fromCharCode(97 + Math.floor(chance() * 26));
const vocabulary = Array.from({ length: VOCABULARY }, () =>
  Array.from({ length: 2 + Math.floor(chance() * 9) }, letter).join(''),
);
/** Squared, so that some words are common. */
const word = () => vocabulary[Math.floor(chance() ** 2 * VOCABULARY)] as string;
const paragraphs = Array.from({ length: PARAGRAPHS }, () =>
  Array.from({ length: WORDS }, (_, at) => (at % 12 === 11 ? `${word()}.` : word())).join(' '),
);
const changed = paragraphs.map((text) => text.replaceAll(/[a-z]+/g, (known) => (chance() < CHANGED ? word() : known)));

const draft = paragraphs.join('\n\n');
const corrected = changed.join('\n\n');
const moved = changed.toReversed().join('\n\n');
const megabytes = (draft.length + corrected.length) / 1e6;
const pair = (from: string, to: string) => pairsOf({ document: 'bench', language: 'en', draft: from, corrected: to });

/** Least seconds of all rounds: the others were disturbed. */
function secondsOf(work: () => unknown, rounds = ROUNDS): number {
  return Math.min(
    ...Array.from({ length: rounds }, () => {
      const start = processorSeconds();
      work();
      return processorSeconds() - start;
    }),
  );
}
const speed = (work: () => unknown) => Number((megabytes / secondsOf(work)).toFixed(2));

const full = (part: string) => part.repeat(Math.floor(LONGEST_TEXT / part.length));
const shuffled = () => full(Array.from({ length: 500 }, letter).join(' ').concat('\n\n'));
const hostile = {
  chineseWithoutEnd: [full('中文信息处理'), full('中文信处息理')],
  lettersAtRandom: [shuffled(), shuffled()],
  marksPiledUp: [full(`a${'\u0315\u0316'.repeat(900)}\n\n`), full(`a${'\u0316\u0315'.repeat(900)}b\n\n`)],
  fullStops: [full('.'), full('. ')],
} as const;

const cutters = cuttersOf('en');
const { pairs, leftOut } = pair(draft, corrected);
report(benchHeader('corrections'), {
  paragraphs: PARAGRAPHS,
  megabytes: Number(megabytes.toFixed(3)),
  pairs: pairs.length,
  pairsWhenMoved: pair(draft, moved).pairs.length,
  leftOut,
  wer: Number((pairs.reduce((sum, { wer }) => sum + wer, 0) / pairs.length).toFixed(4)),
  pairsMegabytesPerSecond: speed(() => pair(draft, corrected)),
  movedMegabytesPerSecond: speed(() => pair(draft, moved)),
  diffMegabytesPerSecond: speed(() => diffOf(draft, corrected, cutters)),
  hostileSeconds: Object.fromEntries(
    Object.entries(hostile).map(([name, [from, to]]) => [name, Number(secondsOf(() => pair(from, to), 1).toFixed(2))]),
  ),
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { processorMs } from '../../../test/processor-time.ts';
import { chunkId } from './chunks.ts';
import { LONGEST_TEXT, MOST_CHUNKS, pairsOf } from './pairs.ts';
import { anyText, documentOf, paragraphs, withOneWordPutRight } from './texts.fixture.ts';

const corrected = (draft: string, text: string) =>
  pairsOf({ document: 'report-7', language: 'en', draft, corrected: text });
const reasons = (draft: string, text: string) =>
  Object.entries(corrected(draft, text).leftOut)
    .filter(([, count]) => count > 0)
    .map(([reason]) => reason);

describe('pairs of a correction', () => {
  it('given a document of which one paragraph was put right, then that paragraph is the pair', () => {
    const pairing = corrected(
      'Two hosts were scanned.\n\nThe sever db-7 was reached from outside.',
      'Two hosts were scanned.\n\nThe server db-7 was reached from outside.',
    );
    expect(pairing.state).toBe('aligned');
    expect(pairing.leftOut).toMatchObject({ identical: 1, rewritten: 0 });
    expect(pairing.pairs).toEqual([
      {
        chunk: chunkId('report-7', 1),
        draft: 'The sever db-7 was reached from outside.',
        corrected: 'The server db-7 was reached from outside.',
        wer: 1 / 10,
        cer: 1 / 41,
      },
    ]);
  });

  it.each([
    ['an empty draft', ' \n', 'text', 'empty_draft'],
    ['an empty correction', 'text', '', 'empty_corrected'],
    ['nothing corrected', 'text', 'text', 'identical'],
    ['10 MB', 'a '.repeat(5_000_000), 'a', 'too_long'],
    ['10 MB of correction', 'a', 'a '.repeat(5_000_000), 'too_long'],
    ['a paragraph for every letter', 'a\n\n'.repeat(MOST_CHUNKS + 1), 'a', 'too_many_chunks'],
  ])('given %s, then the state says so', (_, draft, text, state) => {
    expect(corrected(draft, text)).toMatchObject({ state, pairs: [] });
  });

  it.each([
    ['nothing but composed letters', 'The cafe\u0301 is open.', 'The caf\u00e9 is open.', 'identical'],
    ['nothing but white space', 'The  server is\ndown.', 'The server is down.', 'white_space_only'],
    [
      'everything but a few words',
      'The old server was down for an hour.',
      'Nobody had seen the old server at all since May, or so they say.',
      'rewritten',
    ],
    ['text that no decoder could read', 'The host in Koln is down.', 'The host in K\ufffdln is down.', 'broken_text'],
    ['UTF-8 read as Windows-1252', 'The host in Koln is down.', 'The host in KÃ¶ln is down.', 'broken_text'],
    ['UTF-8 read as Latin-1', "It's the host.", 'It\u00e2\u0080\u0099s the host.', 'broken_text'],
    ['half a character in the draft', 'The \ud83d host is down.', 'The host is down.', 'broken_text'],
    [
      'a page of empty lines',
      `The host is up.${'\n'.repeat(9_000)}The proxy is down.`,
      'The host is up. The proxy is down.',
      'too_long',
    ],
  ])('given that %s was changed, then it is counted and no pair', (_, draft, text, reason) => {
    expect(corrected(draft, text).pairs).toEqual([]);
    expect(reasons(draft, text)).toContain(reason);
  });

  it('given a draft in the wrong encoding, when it was put right, then that is a pair', () => {
    expect(corrected('The host in KÃ¶ln is down.', 'The host in Köln is down.').pairs).toHaveLength(1);
  });

  it('given paragraphs with a word put right in each, when moved about, then no pair is lost', () => {
    const moved = paragraphs.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(moved, ([all, order]) => {
        const { pairs } = corrected(documentOf(all), documentOf(order.map(withOneWordPutRight)));
        expect(pairs.map(({ draft, corrected }) => [draft, corrected])).toEqual(
          all.map((words) => [words.join(' '), withOneWordPutRight(words).join(' ')]),
        );
      }),
    );
  });

  it('given paragraphs with a word put right in each, when split or merged, then the pairs keep their text', () => {
    fc.assert(
      fc.property(paragraphs, (all) => {
        const split = all.map((words) => {
          const right = withOneWordPutRight(words);
          return `${right.slice(0, words.length / 2).join(' ')}\n\n${right.slice(words.length / 2).join(' ')}`;
        });
        const texts = (pairs: readonly { draft: string; corrected: string }[]) =>
          pairs.map((pair) => [pair.draft, pair.corrected]);
        const whole = all.map((words) => words.join(' '));
        expect(texts(corrected(documentOf(all), split.join('\n\n')).pairs)).toEqual(
          whole.map((text, at) => [text, split[at]]),
        );
        expect(texts(corrected(split.join('\n\n'), documentOf(all)).pairs)).toEqual(
          whole.map((text, at) => [split[at], text]),
        );
      }),
    );
  });

  it('given any two texts, then each pair stands in both, its chunk in no other pair, and nothing fails', () => {
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        const { pairs } = corrected(`${a}\n\n${b}`, `${b} \n\n${a}`);
        for (const pair of pairs) {
          expect(`${a}\n\n${b}`).toContain(pair.draft);
          expect(`${b} \n\n${a}`).toContain(pair.corrected);
          expect(pair.wer).toBeGreaterThan(0);
          expect(pair.cer).toBeGreaterThan(0);
        }
        expect(new Set(pairs.map(({ chunk }) => chunk)).size).toBe(pairs.length);
      }),
    );
  });
});

describe('the time for 1 MB', () => {
  /** Four times what the slowest takes on a Xeon. */
  const LONGEST_MS = 15_000;
  const full = (part: string, end = '') => part.repeat(Math.floor((LONGEST_TEXT - end.length) / part.length)) + end;
  const letters = (seed: number) =>
    Array.from({ length: 520_000 }, (_, at) =>
      String.fromCharCode(97 + ((Math.imul(at + seed, 2_654_435_761) >>> 16) % 26)).concat(at % 990 ? ' ' : '\n\n'),
    ).join('');

  it.each([
    ['Chinese without an end', full('中文信息处理'), full('中文信处息理')],
    ['letters in another order', letters(1), letters(2)],
    ['marks piled up', full(`a${'\u0315\u0316'.repeat(900)}\n\n`), full(`a${'\u0316\u0315'.repeat(900)}b\n\n`)],
  ])(
    'is bounded for %s',
    (_, draft, text) => {
      const start = processorMs();
      expect(corrected(draft, text).state).toBe('aligned');
      expect(processorMs() - start).toBeLessThan(LONGEST_MS);
    },
    60_000,
  );
});

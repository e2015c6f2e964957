import { idOf } from '../../domain/uuid5.ts';
import { hashText } from '../hash.ts';
import type { Cutters } from './language.ts';
import { isWhite, LINE_FEED, lineEnds } from './white-space.ts';

/** Part of a text from one place to another, in UTF-16 code units. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Code units; only a single character of more marks than that, which no language has, makes a longer chunk. */
export const LONGEST_CHUNK = 2_000;
/** Of a long paragraph's sentences every fourth ends a chunk, of an endless sentence's words every 64th starts one. */
const SENTENCE_EVERY = 4;
const WORD_EVERY = 64;
/** Code units; long enough to be told from other chunks. */
const SHORTEST_CUT = 200;
/** Code units of a sentence that say whether it ends a chunk: its last word, so that few edits change it. */
const TAIL = 8;

/** Id of a chunk of a document: from its place alone, so that the same draft corrected twice has the same ids. */
export const chunkId = (document: string, place: number): string => idOf('chunk', document, String(place));

/**
 * Paragraphs, which empty lines part; of long ones runs of sentences. In order and without overlap; between them is
 * white space alone. Null when there are more than `most`.
 */
export function chunksOf(text: string, cutters: Cutters, most: number): readonly Span[] | null {
  const chunks: Span[] = [];
  for (const paragraph of paragraphsOf(text))
    for (const span of pieces(text, paragraph, cutters)) {
      const chunk = trimmed(text, span, cutters);
      if (chunk.from === chunk.to) continue;
      if (chunks.length === most) return null;
      chunks.push(chunk);
    }
  return chunks;
}

/** Each from the start of a line on, with the empty lines behind it. */
function* paragraphsOf(text: string): Generator<Span> {
  let [from, lineStart, ends] = [0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isWhite(code)) {
      const ended = lineEnds(code, text.charCodeAt(at - 1));
      ends += ended;
      if (ended > 0 || code === LINE_FEED) lineStart = at + 1;
      continue;
    }
    if (ends > 1) {
      yield { from, to: lineStart };
      from = lineStart;
    }
    ends = 0;
  }
  yield { from, to: text.length };
}

/**
 * Cuts a long paragraph where a sentence says so by itself, not where the count is full: what was edited above moves no
 * cut below (after A. Muthitacharoen, B. Chen and D. Mazières, A Low-Bandwidth Network File System, SOSP 2001).
 */
function* pieces(text: string, paragraph: Span, cutters: Cutters): Generator<Span> {
  if (paragraph.to - paragraph.from <= LONGEST_CHUNK) return yield paragraph;
  let { from } = paragraph;
  let to = from;
  for (const { segment, index } of cutters.sentences.segment(text.slice(paragraph.from, paragraph.to))) {
    const end = paragraph.from + index + segment.length;
    if (end - from > LONGEST_CHUNK && to > from) {
      yield { from, to };
      from = to;
    }
    while (end - from > LONGEST_CHUNK) {
      const cut = cutWithin(text.slice(from, end), cutters);
      yield { from, to: from + cut };
      from += cut;
    }
    to = end;
    if (to - from >= SHORTEST_CUT && endsChunk(segment)) {
      yield { from, to };
      from = to;
    }
  }
  yield { from, to };
}

const endsChunk = (sentence: string): boolean => hashText(sentence.trimEnd().slice(-TAIL)) % SENTENCE_EVERY === 0;

/** The first half of a surrogate pair, which would seem to be a word of its own. */
const HALF_AT_END = /[\uD800-\uDBFF]$/;

/** Where to cut a sentence that is too long: before a word, else before a character, else behind its endless first one. */
function cutWithin(sentence: string, { words, characters }: Cutters): number {
  const start = sentence.slice(0, LONGEST_CHUNK).replace(HALF_AT_END, '');
  return (
    ownCut(start, words) ||
    lastBorder(start, characters) ||
    (characters.segment(sentence).containing(0)?.segment.length ?? sentence.length)
  );
}

/** Before the first word that says so by itself, else before the last; 0 when there is but one. */
function ownCut(text: string, words: Intl.Segmenter): number {
  let last = 0;
  for (const { segment, index } of words.segment(text)) {
    last = index;
    if (index >= SHORTEST_CUT && hashText(segment) % WORD_EVERY === 0) return index;
  }
  return last;
}

/** Start of the last segment, which alone may be torn. */
const lastBorder = (text: string, cutter: Intl.Segmenter): number =>
  cutter.segment(text).containing(text.length - 1)?.index ?? 0;

/** Without the white space around, but with a space that carries a combining mark. */
function trimmed(text: string, span: Span, cutters: Cutters): Span {
  let { from, to } = span;
  while (from < to && isWhite(text.charCodeAt(from))) from++;
  while (to > from && isWhite(text.charCodeAt(to - 1))) to--;
  if (from > span.from && from < to && carried(text, from, cutters)) from--;
  return { from, to };
}

const carried = (text: string, at: number, { characters }: Cutters): boolean =>
  characters.segment(text.slice(at - 1, at + 2)).containing(1)?.index === 0;

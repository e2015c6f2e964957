/** The hits of one correlation in one group, by time, then id, then source. */
export interface Window {
  /** Place of the correlation in its tree. */
  readonly node: number;
  readonly group: readonly string[];
  /** Three numbers for each hit, so that a million groups stay small: time, flags, figure. */
  marks: number[];
  ids: string[];
  /** What is counted by value; null where no values are. */
  texts: string[] | null;
  /** Which inner firing a hit is; null where all are events. */
  sources: string[] | null;
  /** What was given up of the oldest hits; null: nothing. */
  old: Old | null;
  /** A figure that stands at the newest hits, so that the next need not begin anew. No part of the bytes. */
  memo: Figure | null;
}

/** A part of a window: hits from one to before another, and the time that it covers. Both only grow from call to call. */
export interface Part {
  readonly lo: number;
  readonly hi: number;
  readonly from: number;
  readonly to: number;
}

/** What is compared with the condition. For conditions without bounds: 1 where it holds, else 0. */
export type Figure = (part: Part) => number;

/** Hits folded into spans of time. */
export interface Old {
  /** Hits up to this time go here. */
  until: number;
  readonly buckets: Bucket[];
}

export interface Bucket {
  /** Start of the span divided by its width. */
  readonly slot: number;
  count: number;
  sum: number;
  /** Registers of distinct values, or pairs of histogram key and count; empty where neither is needed. */
  sketch: number[];
}

export interface Entry {
  readonly time: number;
  readonly id: string;
  /** Empty for an event. */
  readonly source: string;
  /** A bit for each rule that it is a hit of. */
  readonly bits: number;
  readonly figure: number;
  readonly text: string;
}

const STRIDE = 3;
/** Lists that are shorter are made anew with their exact size: growing in place keeps room for 17. */
const SMALL = 12;

export const sizeOf = (window: Window): number => window.ids.length;
export const timeAt = ({ marks }: Window, at: number): number => marks[at * STRIDE] as number;
export const bitsAt = ({ marks }: Window, at: number): number => (marks[at * STRIDE + 1] as number) >>> 1;
export const isTold = ({ marks }: Window, at: number): boolean => ((marks[at * STRIDE + 1] as number) & 1) === 1;
export const figureAt = ({ marks }: Window, at: number): number => marks[at * STRIDE + 2] as number;

export function tell({ marks }: Window, at: number, told: boolean): void {
  const flags = marks[at * STRIDE + 1] as number;
  marks[at * STRIDE + 1] = told ? flags | 1 : flags & ~1;
}

export function emptyWindow(node: number, group: readonly string[], hasTexts: boolean, hasSources: boolean): Window {
  const [texts, sources] = [hasTexts ? [] : null, hasSources ? [] : null];
  return { node, group, marks: [], ids: [], texts, sources, old: null, memo: null };
}

/** The first hit at or after a time. */
export function firstFrom(window: Window, time: number): number {
  const { marks } = window;
  let from = 0;
  let to = window.ids.length;
  if (to > 0 && (marks[(to - 1) * STRIDE] as number) < time) return to;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((marks[middle * STRIDE] as number) < time) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Takes a hit in. False: it is there already, with all its bits. */
export function insert(window: Window, entry: Entry): boolean {
  const at = placeOf(window, entry);
  if (isAt(window, at, entry)) return addBits(window, at, entry.bits);
  if (at < window.ids.length) window.memo = null;
  const mark = [entry.time, entry.bits << 1, entry.figure];
  if (window.ids.length < SMALL) {
    window.marks = window.marks.slice(0, at * STRIDE).concat(mark, window.marks.slice(at * STRIDE));
    window.ids = window.ids.slice(0, at).concat([entry.id], window.ids.slice(at));
  } else {
    window.marks.splice(at * STRIDE, 0, ...mark);
    window.ids.splice(at, 0, entry.id);
  }
  window.texts?.splice(at, 0, entry.text);
  window.sources?.splice(at, 0, entry.source);
  return true;
}

function addBits(window: Window, at: number, bits: number): boolean {
  const { marks } = window;
  window.memo = null;
  const flags = marks[at * STRIDE + 1] as number;
  marks[at * STRIDE + 1] = flags | (bits << 1);
  return marks[at * STRIDE + 1] !== flags;
}

/** Where a hit stands; null where it does not. */
export function find(window: Window, entry: Entry): number | null {
  const at = placeOf(window, entry);
  return isAt(window, at, entry) ? at : null;
}

export function removeAt(window: Window, at: number, count: number): void {
  if (count === 0) return;
  window.memo = null;
  window.marks.splice(at * STRIDE, count * STRIDE);
  window.ids.splice(at, count);
  window.texts?.splice(at, count);
  window.sources?.splice(at, count);
}

/** Keeps the hits for which it is asked to. */
export function keepOnly(window: Window, isKept: (at: number) => boolean): void {
  const kept = window.ids.map((_, at) => at).filter(isKept);
  window.memo = null;
  window.marks = kept.flatMap((at) => window.marks.slice(at * STRIDE, (at + 1) * STRIDE));
  window.ids = kept.map((at) => window.ids[at] as string);
  if (window.texts) window.texts = kept.map((at) => window.texts?.[at] as string);
  if (window.sources) window.sources = kept.map((at) => window.sources?.[at] as string);
}

function isAt(window: Window, at: number, { time, id, source }: Entry): boolean {
  if (at >= window.ids.length || timeAt(window, at) !== time) return false;
  return window.ids[at] === id && (window.sources?.[at] ?? '') === source;
}

function placeOf(window: Window, { time, id, source }: Entry): number {
  let at = firstFrom(window, time);
  while (at < window.ids.length && timeAt(window, at) === time && isBefore(window, at, id, source)) at++;
  return at;
}

function isBefore({ ids, sources }: Window, at: number, id: string, source: string): boolean {
  const other = ids[at] as string;
  return other === id ? (sources?.[at] ?? '') < source : other < id;
}

/** Times, flags and figures of the hits, each by itself. */
export function split({ marks, ids }: Window): { times: number[]; flags: number[]; figures: number[] } {
  const column = (offset: number) => ids.map((_, at) => marks[at * STRIDE + offset] as number);
  return { times: column(0), flags: column(1), figures: column(2) };
}

export const joined = (
  times: readonly number[],
  flags: readonly number[],
  figures: readonly number[] | null,
): number[] => times.flatMap((time, at) => [time, flags[at] as number, figures?.[at] ?? 0]);

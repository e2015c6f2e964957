import type { Correlation, Presence } from './correlation.ts';
import { addText, estimate } from './distinct.ts';
import { between, binOf, percentileOf, weighBin } from './histogram.ts';
import { oldBins, oldTexts, oldTotal } from './old.ts';
import { orderedIn } from './ordered.ts';
import { bitsAt, type Figure, figureAt, type Part, sizeOf, type Window } from './window.ts';

/** Smaller windows are counted anew: a memo takes more room than they do. */
const LARGE = 64;

/** The figure of a correlation over parts of a window, asked in order of time. */
export function figureOf(correlation: Correlation, window: Window): Figure {
  if (window.memo) return window.memo;
  const figure = newFigure(correlation, window);
  if (sizeOf(window) > LARGE && correlation.type !== 'temporal_ordered') window.memo = figure;
  return figure;
}

function newFigure(correlation: Correlation, window: Window): Figure {
  switch (correlation.type) {
    case 'event_count':
      return ({ lo, hi, from, to }) => hi - lo + (window.old ? oldTotal(window.old, correlation, from, to)[0] : 0);
    case 'value_count':
      return distinct(correlation, window);
    case 'value_sum':
      return (part) => total(correlation, window, part)[1];
    case 'value_avg':
      return (part) => {
        const [count, sum] = total(correlation, window, part);
        return sum / count;
      };
    case 'value_percentile':
      return percentile(correlation, window);
    case 'temporal':
      return present(correlation, window);
    case 'temporal_ordered':
      return orderedIn(window, correlation.rules.length);
    case 'absence':
      return () => 0;
  }
}

/** Added anew each time: a running sum would drift. */
function total(correlation: Correlation, window: Window, { lo, hi, from, to }: Part): readonly [number, number] {
  let [count, sum] = window.old ? oldTotal(window.old, correlation, from, to) : [0, 0];
  for (let at = lo; at < hi; at++) sum += figureAt(window, at);
  count += hi - lo;
  return [count, sum];
}

/** Keeps what it is asked to add and remove in step with the part. */
function moving(add: (at: number) => void, remove: (at: number) => void): (part: Part) => void {
  let from = -1;
  let to = 0;
  return ({ lo, hi }) => {
    if (from < 0) {
      from = lo;
      to = lo;
    }
    for (; to < hi; to++) add(to);
    for (; from < lo; from++) remove(from);
  };
}

function distinct(correlation: Correlation, window: Window): Figure {
  const { old } = window;
  const texts = window.texts ?? [];
  const counts = new Map<string, number>();
  const move = moving(
    (at) => counts.set(texts[at] as string, (counts.get(texts[at] as string) ?? 0) + 1),
    (at) => {
      const left = (counts.get(texts[at] as string) ?? 0) - 1;
      if (left > 0) counts.set(texts[at] as string, left);
      else counts.delete(texts[at] as string);
    },
  );
  return (part) => {
    move(part);
    if (!old || old.until < part.from) return counts.size;
    const registers = oldTexts(old, correlation, part.from, part.to);
    for (const text of counts.keys()) addText(registers, text);
    return estimate(registers);
  };
}

function percentile(correlation: Correlation, window: Window): Figure {
  const { old } = window;
  const wanted = correlation.condition?.percentile ?? 50;
  const inOrder: number[] = [];
  const move = moving(
    (at) => inOrder.splice(rankOf(inOrder, figureAt(window, at)), 0, figureAt(window, at)),
    (at) => inOrder.splice(rankOf(inOrder, figureAt(window, at)), 1),
  );
  return (part) => {
    move(part);
    if (!old || old.until < part.from) return exactly(inOrder, wanted);
    const bins = oldBins(old, correlation, part.from, part.to);
    for (const number of inOrder) weighBin(bins, binOf(number), 1);
    return percentileOf(bins, wanted);
  };
}

/** Linear between the two numbers around the rank (definition 7 of Hyndman and Fan, 1996). */
function exactly(inOrder: readonly number[], wanted: number): number {
  const rank = (inOrder.length - 1) * (wanted / 100);
  const below = Math.floor(rank);
  return between(inOrder[below] as number, inOrder[Math.ceil(rank)] as number, rank - below);
}

function rankOf(inOrder: readonly number[], number: number): number {
  let from = 0;
  let to = inOrder.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((inOrder[middle] as number) < number) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Number of different rules; or whether those are there that the condition wants. */
function present({ rules, condition }: Correlation, window: Window): Figure {
  const counts = new Int32Array(rules.length);
  const count = (at: number, by: number) => {
    for (let bits = bitsAt(window, at); bits !== 0; bits &= bits - 1) {
      const place = 31 - Math.clz32(bits & -bits);
      counts[place] = (counts[place] as number) + by;
    }
  };
  const move = moving(
    (at) => count(at, 1),
    (at) => count(at, -1),
  );
  const wanted = condition?.presence ?? null;
  return (part) => {
    move(part);
    if (wanted) return isPresent(wanted, counts) ? 1 : 0;
    return counts.reduce((sum, one) => sum + (one > 0 ? 1 : 0), 0);
  };
}

function isPresent(wanted: Presence, counts: Int32Array): boolean {
  if (wanted.kind === 'rule') return (counts[wanted.rule] as number) > 0;
  if (wanted.kind === 'not') return !isPresent(wanted.of, counts);
  const isThere = (one: Presence) => isPresent(one, counts);
  return wanted.kind === 'and' ? wanted.of.every(isThere) : wanted.of.some(isThere);
}

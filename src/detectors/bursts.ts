/**
 * Short campaigns by one actor against or from an entity (a guessing address, a scanning address, one user's series of
 * discovery commands): a fixed number of places, each with a count and two small sketches of distinct values, begun with
 * the first event and given up when the span ends.
 */
import { BURST_WORDS, type EntityWindows } from './entity-windows.ts';

/** Words of a place. The sketches have 64 bits each. */
const ACTOR = 0;
const STARTED = 1;
const LAST = 2;
const COUNT = 3;
const FIRST_SKETCH = 4;
const SECOND_SKETCH = 6;
const SKETCH_BITS = 64;
/** 300 s in buckets: no burst is followed for longer. */
const LONGEST_SPAN = 60;
/** A burst of fewer events is no loss. */
const NOTABLE = 3;

export interface Burst {
  /** Events since the burst began, this one with them. */
  readonly count: number;
  /** Distinct values in each sketch; standard error 8 % at 64, ends at 266. */
  readonly distinct: readonly [number, number];
  /** The same before this event; a threshold is crossed once. */
  readonly before: { readonly count: number; readonly distinct: readonly [number, number] };
  /** Another burst of some size lost its place while it was still alive. */
  readonly pushedOut: boolean;
}

export interface BurstStep {
  readonly actor: number;
  readonly bucket: number;
  readonly spanBuckets: number;
  /** Hashes for the two sketches; 0: nothing to note. */
  readonly first: number;
  readonly second: number;
}

/** Counts one event of an actor. */
export function stepBurst(windows: EntityWindows, step: BurstStep): Burst {
  const { bursts } = windows;
  const at = placeOf(bursts, step);
  const isOther = bursts[at + ACTOR] !== step.actor;
  const pushedOut = isOther && (bursts[at + COUNT] as number) >= NOTABLE && isAlive(bursts, at, step);
  if (isOther || !isAlive(bursts, at, step)) begin(bursts, at, step);
  const before = reading(bursts, at);
  bursts[at + LAST] = Math.max(bursts[at + LAST] as number, step.bucket);
  bursts[at + COUNT] = Math.min((bursts[at + COUNT] as number) + 1, 0xffff_ffff);
  note(bursts, at + FIRST_SKETCH, step.first);
  note(bursts, at + SECOND_SKETCH, step.second);
  return { ...reading(bursts, at), before, pushedOut };
}

/** Ends an actor's burst that has so many events and answers how many; 0 where there is none. */
export function takeBurst(
  windows: EntityWindows,
  step: Pick<BurstStep, 'actor' | 'bucket' | 'spanBuckets'>,
  atLeast: number,
): number {
  const { bursts } = windows;
  const at = placeOf(bursts, step);
  const count = bursts[at + COUNT] as number;
  if (bursts[at + ACTOR] !== step.actor || !isAlive(bursts, at, step) || count < atLeast) return 0;
  bursts.fill(0, at, at + BURST_WORDS);
  return count;
}

/** The actor's place; else one that is empty or over; else that of the smallest burst, so that a flood of single events pushes out itself and no scan. */
function placeOf(bursts: Uint32Array, { actor, bucket }: Pick<BurstStep, 'actor' | 'bucket'>): number {
  let cheapest = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (let at = 0; at < bursts.length; at += BURST_WORDS) {
    if (bursts[at + ACTOR] === actor) return at;
    const isOver = bucket - (bursts[at + LAST] as number) > LONGEST_SPAN;
    const worth = isOver ? 0 : (bursts[at + COUNT] as number);
    if (worth >= lowest) continue;
    lowest = worth;
    cheapest = at;
  }
  return cheapest;
}

function isAlive(bursts: Uint32Array, at: number, step: { bucket: number; spanBuckets: number }): boolean {
  return step.bucket - (bursts[at + STARTED] as number) <= step.spanBuckets;
}

function begin(bursts: Uint32Array, at: number, step: BurstStep): void {
  bursts.fill(0, at, at + BURST_WORDS);
  bursts[at + ACTOR] = step.actor;
  bursts[at + STARTED] = step.bucket;
}

function note(bursts: Uint32Array, at: number, hash: number): void {
  if (hash === 0) return;
  const bit = hash % SKETCH_BITS;
  const word = at + (bit >> 5);
  bursts[word] = (bursts[word] as number) | (1 << (bit & 31));
}

function reading(bursts: Uint32Array, at: number): Burst['before'] {
  return {
    count: bursts[at + COUNT] as number,
    distinct: [estimate(bursts, at + FIRST_SKETCH), estimate(bursts, at + SECOND_SKETCH)],
  };
}

function estimate(bursts: Uint32Array, at: number): number {
  const filled = bits(bursts[at] as number) + bits(bursts[at + 1] as number);
  return SKETCH_BITS * Math.log(SKETCH_BITS / Math.max(1, SKETCH_BITS - filled));
}

function bits(word: number): number {
  let v = word - ((word >>> 1) & 0x55555555);
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333);
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** True where a growing number passed the threshold, or a doubling of it, with this step. */
export function crossed(before: number, now: number, threshold: number): boolean {
  if (now < threshold) return false;
  return Math.floor(Math.log2(now / threshold)) > (before < threshold ? -1 : Math.floor(Math.log2(before / threshold)));
}

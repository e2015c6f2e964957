import type { EventClass } from '../domain/contracts.gen.ts';
import { BOOK_COUNTS, BOOK_ROWS, BOOK_TIMES } from './code-book.ts';
import { HEARD_NUMBERS, type Heard } from './silence.ts';
import { SEQUENCE_LENGTH } from './tokens.ts';

/** Width of a bucket of event time. */
export const BUCKET_MS = 5_000;
/** 60 whole buckets are 300 s; one more is under way. */
export const RING = 61;

/** What is counted in each bucket: events of each class, then these. */
const CLASSES: readonly EventClass[] = [
  'process',
  'module',
  'network',
  'dns',
  'http',
  'tls',
  'auth',
  'account',
  'file',
  'registry',
  'service',
  'task',
  'script',
  'driver',
  'pipe',
  'wmi',
  'cloud',
  'finding',
  'log',
  'other',
];
const CLASS_COUNTER: ReadonlyMap<string, number> = new Map(CLASSES.map((name, index) => [name, index]));
const OTHER = CLASSES.length - 1;
export const CLASS_COUNTERS = CLASSES.length;
export const FAILURES = CLASS_COUNTERS;
export const EXTERNALS = CLASS_COUNTERS + 1;
export const NOVELTIES = CLASS_COUNTERS + 2;
export const HITS = CLASS_COUNTERS + 3;
export const COUNTERS = CLASS_COUNTERS + 4;

/** Counter of a class. */
export function counterOf(name: EventClass): number {
  return CLASS_COUNTER.get(name) ?? OTHER;
}

/** Sets of values that an entity met. `list`: newest distinct values kept exactly; `cells`: places of the sketch that counts beyond it, 0 where none is needed. */
export const SETS = [
  { name: 'users', list: 64, cells: 128 },
  { name: 'processes', list: 96, cells: 128 },
  { name: 'pairs', list: 96, cells: 0 },
  { name: 'addresses', list: 96, cells: 256 },
  { name: 'ports', list: 48, cells: 256 },
  { name: 'domains', list: 96, cells: 256 },
  { name: 'files', list: 48, cells: 256 },
  { name: 'codes', list: 96, cells: 64 },
] as const;
export const [USERS, PROCESSES, PAIRS, ADDRESSES, PORTS, DOMAINS, FILES, CODES] = [0, 1, 2, 3, 4, 5, 6, 7] as const;

const LIST_TOTAL = SETS.reduce((sum, { list }) => sum + list, 0);
const CELL_TOTAL = SETS.reduce((sum, { cells }) => sum + cells, 0);
export const LIST_SIZE = Uint16Array.from(SETS, ({ list }) => list);
export const CELL_SIZE = Uint16Array.from(SETS, ({ cells }) => cells);
export const LIST_START: readonly number[] = SETS.map((_, i) =>
  SETS.slice(0, i).reduce((sum, { list }) => sum + list, 0),
);
export const CELL_START: readonly number[] = SETS.map((_, i) =>
  SETS.slice(0, i).reduce((sum, { cells }) => sum + cells, 0),
);

/** Bursts followed at one time, and words of each: see bursts.ts. */
export const BURSTS = 20;
export const BURST_WORDS = 8;

/** Places in `clock`. */
export const HEAD = 0;
export const LAST_TIME = 1;
export const EVENTS = 2;
export const TIMER_DUE = 3;

/**
 * All that is known of one entity, in one block of memory, so that it is saved and loaded by copying.
 * What begins with `alive` is derived and not saved.
 */
export interface EntityWindows {
  readonly buffer: ArrayBuffer;
  /** Newest bucket (0: none yet), newest event time, events seen, due time of the timer. */
  readonly clock: Float64Array;
  /** Hashes, each set oldest first. */
  readonly values: Uint32Array;
  /** For each set the bucket in which a value still inside the window was pushed out. */
  readonly overflowed: Uint32Array;
  readonly bursts: Uint32Array;
  /** Counter by counter, RING buckets each. */
  readonly counts: Uint16Array;
  readonly sequence: Uint16Array;
  /** For each value and each cell 1 + the ring slot in which it was last seen; 0: not inside the window. */
  readonly seen: Uint8Array;
  readonly cells: Uint8Array;
  /** Length of each set. */
  readonly lengths: Uint8Array;
  /** When the host was heard: see silence.ts. */
  readonly heard: Heard;
  /** Codes used of late, times and counts of each, and of all events: see code-book.ts. */
  readonly codes: Uint32Array;
  readonly codeTimes: Float64Array;
  readonly codeCounts: Float32Array;
  readonly alive: Uint16Array;
  readonly filled: Uint16Array;
  /** Sums of each counter over 10 s, 60 s and 300 s up to the bucket `sumsAt`. */
  readonly sums: Uint32Array;
  sumsAt: number;
  /** Logarithms of the counts, to base 2. */
  readonly codeLogs: Float32Array;
  /** Rows of the book, the one seen last first. */
  readonly codeOrder: Uint8Array;
  /** How rare each row's code is in the tenant, as `rarityBy` said. */
  readonly codeRarity: Float32Array;
  rarityBy: unknown;
}

const CLOCK_BYTES = 4 * 8;
const WORDS = LIST_TOTAL + SETS.length + BURSTS * BURST_WORDS;
const HALVES = COUNTERS * RING + SEQUENCE_LENGTH;
const BYTES = LIST_TOTAL + CELL_TOTAL + SETS.length;
/** Size of what the first version knew, a multiple of 8; what came later stands behind it, so that blocks of the version before can be read. */
const FIRST_BYTES = Math.ceil((CLOCK_BYTES + WORDS * 4 + HALVES * 2 + BYTES) / 8) * 8;
/** Size of what the second version knew. */
export const SECOND_BYTES = FIRST_BYTES + HEARD_NUMBERS * 8;
/** Size of the block. */
export const BLOCK_BYTES = SECOND_BYTES + BOOK_TIMES * 8 + BOOK_COUNTS * 4 + BOOK_ROWS * 4;

/** A view of a block. Call `derive` of recency.ts after the block was filled from elsewhere. */
export function windowsOver(buffer: ArrayBuffer): EntityWindows {
  let at = 0;
  const place = (bytes: number): number => {
    at += bytes;
    return at - bytes;
  };
  return {
    buffer,
    clock: new Float64Array(buffer, place(CLOCK_BYTES), 4),
    values: new Uint32Array(buffer, place(LIST_TOTAL * 4), LIST_TOTAL),
    overflowed: new Uint32Array(buffer, place(SETS.length * 4), SETS.length),
    bursts: new Uint32Array(buffer, place(BURSTS * BURST_WORDS * 4), BURSTS * BURST_WORDS),
    counts: new Uint16Array(buffer, place(COUNTERS * RING * 2), COUNTERS * RING),
    sequence: new Uint16Array(buffer, place(SEQUENCE_LENGTH * 2), SEQUENCE_LENGTH),
    seen: new Uint8Array(buffer, place(LIST_TOTAL), LIST_TOTAL),
    cells: new Uint8Array(buffer, place(CELL_TOTAL), CELL_TOTAL),
    lengths: new Uint8Array(buffer, place(SETS.length), SETS.length),
    heard: new Float64Array(buffer, FIRST_BYTES, HEARD_NUMBERS),
    codeTimes: new Float64Array(buffer, SECOND_BYTES, BOOK_TIMES),
    codeCounts: new Float32Array(buffer, SECOND_BYTES + BOOK_TIMES * 8, BOOK_COUNTS),
    codes: new Uint32Array(buffer, SECOND_BYTES + BOOK_TIMES * 8 + BOOK_COUNTS * 4, BOOK_ROWS),
    alive: new Uint16Array(SETS.length),
    filled: new Uint16Array(SETS.length),
    sums: new Uint32Array(COUNTERS * 3),
    sumsAt: -1,
    codeLogs: new Float32Array(BOOK_COUNTS),
    codeOrder: new Uint8Array(BOOK_ROWS),
    codeRarity: new Float32Array(BOOK_ROWS),
    rarityBy: null,
  };
}

/** An entity never met before. */
export function emptyWindows(): EntityWindows {
  return windowsOver(new ArrayBuffer(BLOCK_BYTES));
}

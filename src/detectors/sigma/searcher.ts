import { ASCII, FOLD, foldBeyond, type Hits, type Numbered } from './needle.ts';

/** Needles are found by two characters next to each other: shorter ones cannot be searched for. */
export const SHORTEST_NEEDLE = 2;
const BUCKETS = 4_096;
/** What a table of bytes can say to pass over. */
const LONGEST_WINDOW = 200;

/** A needle, and the window of it that is looked for before the rest is compared. */
interface Sought extends Numbered {
  /** Place of the window's last character. */
  readonly end: number;
  /** The scan in which it was last told: a stack trace has some needles many times, and they are not compared again. */
  toldIn: number;
}

/**
 * Finds needles anywhere in a text (Wu and Manber 1994): most characters are passed over, the farther the longer the
 * shortest needle is. Only ever finds too much: letters whose lower case begins with an ASCII letter count as that.
 */
export class Searcher {
  /** Characters of each needle that are looked at to find it. */
  readonly #window: number;
  /** By two characters: how far the end of a needle's window is away at least. */
  readonly #shift: Uint8Array;
  /** By two characters: needles whose window ends with them. */
  readonly #sought: readonly (readonly Sought[] | undefined)[];
  #scans = 0;

  constructor(needles: readonly Numbered[]) {
    this.#window = needles.reduce((least, { needle }) => Math.min(least, needle.text.length), LONGEST_WINDOW);
    this.#shift = new Uint8Array(BUCKETS).fill(this.#window - 1);
    const sought: Sought[][] = new Array(BUCKETS);
    const counts = pairCounts(needles);
    for (const one of needles)
      this.#add({ ...one, end: rarestEnd(one.needle.text, this.#window, counts), toldIn: 0 }, sought);
    this.#sought = sought;
  }

  #add(one: Sought, sought: Sought[][]): void {
    const { text } = one.needle;
    for (let away = 0; away < this.#window - 1; away++) {
      const bucket = pairAt(text, one.end - away);
      this.#shift[bucket] = Math.min(this.#shift[bucket] as number, away);
      if (away === 0) sought[bucket] = [...(sought[bucket] ?? []), one];
    }
  }

  /** Tells each needle in the text, once. */
  scan(text: string, hits: Hits): void {
    this.#scans += 1;
    const shifts = this.#shift;
    const length = text.length;
    for (let end = this.#window - 1; end < length; ) {
      const bucket = bucketOf(foldedAt(text, end - 1), foldedAt(text, end));
      const shift = shifts[bucket] as number;
      if (shift === 0) this.#compare(bucket, text, end, hits);
      end += shift === 0 ? 1 : shift;
    }
  }

  #compare(bucket: number, text: string, end: number, hits: Hits): void {
    const sought = this.#sought[bucket];
    if (sought === undefined) return;
    for (let index = 0; index < sought.length; index++) {
      const one = sought[index] as Sought;
      if (one.toldIn === this.#scans || !isAt(one.needle.text, text, end - one.end)) continue;
      one.toldIn = this.#scans;
      hits.hit(one.number);
    }
  }
}

/** What values are full of; two characters that stand here are found often, and say little. */
const COMMON = [
  'c:\\windows\\system32\\c:\\program files (x86)\\c:\\users\\appdata\\local\\microsoft\\.exe.dll',
  'hklm\\software\\microsoft\\windows nt\\currentversion\\hklm\\system\\currentcontrolset\\services\\',
  'http://www. https:// .com/ powershell',
];
/** How much more such a pair counts than one in a needle. */
const WEIGHT = 50;

/** A guess at how often two characters stand next to each other, by the needles and by what is common. */
function pairCounts(needles: readonly Numbered[]): Int32Array {
  const counts = new Int32Array(BUCKETS);
  for (const text of COMMON) addPairs(text, WEIGHT, counts);
  for (const { needle } of needles) addPairs(needle.text, 1, counts);
  return counts;
}

function addPairs(text: string, weight: number, counts: Int32Array): void {
  for (let at = 1; at < text.length; at++) {
    const pair = pairAt(text, at);
    counts[pair] = (counts[pair] as number) + weight;
  }
}

/** Where a window ends best: with pairs that are rare, or the needle would be compared wherever `\windows\` stands. */
function rarestEnd(text: string, window: number, counts: Int32Array): number {
  let best = window - 1;
  let least = Number.POSITIVE_INFINITY;
  for (let end = window - 1; end < text.length; end++) {
    let sum = 0;
    for (let away = 0; away < window - 1; away++) sum += counts[pairAt(text, end - away)] as number;
    sum += WEIGHT * (counts[pairAt(text, end)] as number);
    if (sum >= least) continue;
    least = sum;
    best = end;
  }
  return best;
}

const pairAt = (text: string, at: number): number => bucketOf(text.charCodeAt(at - 1), text.charCodeAt(at));

const bucketOf = (first: number, second: number): number => ((first << 5) ^ second) & (BUCKETS - 1);

function foldedAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < ASCII ? (FOLD[code] as number) : foldBeyond(code);
}

function isAt(needle: string, text: string, from: number): boolean {
  if (from < 0 || from + needle.length > text.length) return false;
  for (let at = 0; at < needle.length; at++) if (needle.charCodeAt(at) !== foldedAt(text, from + at)) return false;
  return true;
}

/** A text as recognisers read it, and where each of its units stood in the text as written. */
export interface NormalText {
  readonly text: string;
  /** Place in the written text of the character that unit `at` came from: its start. */
  readonly startOf: (at: number) => number;
  /** The end (exclusive) of the character that the unit before `at` came from. */
  readonly endOf: (at: number) => number;
}

const BEYOND_ASCII = /[^\0-\x7f]/;
/** Anything but ASCII and what western languages write with composed letters: only then is there work. */
const UNUSUAL = /[^\0-\x7f\u00a1\u00a3\u00aa\u00b0\u00ba\u00bf\u00c0-\u017e\u20ac]/;
/** One character with the marks that belong to it. */
const CLUSTER = /(?:[^\p{M}]|^)\p{M}*/gsu;
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** Marks that no letter has: strokes through digits, the frames of keycaps. */
const DECORATION = /(?<=[\p{Script=Latin}\p{Nd}])\p{M}+/gu;
const PICTURE = /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}]/u;
const SPACE = /[\p{Zs}\u2028\u2029]/gu;
const DASH = /[\u2010-\u2015\u2212\ufe58\uff0d]/g;
const QUOTE = /[\u2018\u2019\u02bc]/g;
const DIGIT = /\p{Nd}/u;
/** Ordinals stay: "3º" is no "3o". */
const KEPT = /^[ºª]$/;

/**
 * A text without what hides a word from a pattern: compatibility forms made plain, accents composed, any digits made
 * ASCII, spaces and dashes of one kind, nothing that shows nothing. Pictures and the spaces around them are one space. Case
 * stays.
 */
export function normalText(written: string): NormalText {
  if (!UNUSUAL.test(written)) return same(written);
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let changed = false;
  let isGap = false;
  let last = '';
  for (const { 0: cluster, index } of written.matchAll(CLUSTER)) {
    const shown = plainCluster(cluster);
    isGap = PICTURE.test(cluster) || (isGap && (shown === ' ' || shown === ''));
    const plain = !isGap ? shown : last === ' ' ? '' : ' ';
    if (plain !== '') last = plain;
    changed ||= plain !== cluster;
    text += plain;
    for (let unit = 0; unit < plain.length; unit++) {
      starts.push(index);
      ends.push(index + cluster.length);
    }
  }
  if (!changed) return same(written);
  return {
    text,
    startOf: (at) => starts[at] ?? written.length,
    endOf: (at) => (at === 0 ? 0 : (ends[at - 1] ?? written.length)),
  };
}

const same = (text: string): NormalText => ({ text, startOf: (at) => at, endOf: (at) => at });

function plainCluster(cluster: string): string {
  if (cluster.length === 1 && !BEYOND_ASCII.test(cluster)) return cluster;
  if (KEPT.test(cluster)) return cluster;
  const composed = cluster.normalize('NFKC').replace(INVISIBLE, '').replace(DECORATION, '').replace(SPACE, ' ');
  const plain = composed.replace(DASH, '-').replace(QUOTE, "'");
  return DIGIT.test(plain) ? plain.replace(/\p{Nd}/gu, asciiDigit) : plain;
}

/** Decimal digits of a script stand in tens, from a place that is known by its zero. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) as number;
  if (code < 128) return digit;
  let value = 0;
  while (value < 9 && DIGIT.test(String.fromCodePoint(code - value - 1))) value++;
  return String(value);
}

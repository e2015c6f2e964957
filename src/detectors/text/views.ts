import { fromBase64, fromSpaced, fromTags, unescaped } from './decode.ts';
import { folded } from './fold.ts';

/** Characters of a text that are looked at as written, before what shows nothing is taken out. */
const LONGEST_WRITTEN = 8_192;
const LONGEST = 4_096;
/** Parts what was hidden from the rest: no line break, which is a sign. */
const PART = ' \u241e ';

/** A text as its signs look at it; each at most 4,096 characters, lower case but for the first. */
export interface Views {
  /** As written. */
  readonly written: string;
  /** Escapes undone and folded. */
  readonly plain: string;
  /** Plain, with the marks that stand for blanks in addresses and names made blanks. */
  readonly words: string;
  /** What was written in base64, in tags or spelt out, folded; '' where nothing was. */
  readonly hidden: string;
}

/** The views of a text. Time grows with its length, up to the first 8,192 characters. */
export function viewsOf(text: string): Views {
  const written = text.slice(0, LONGEST_WRITTEN);
  const open = unescaped(written);
  const visible = folded(open).slice(0, LONGEST);
  const hidden = folded([...fromBase64(open), ...fromTags(open), ...fromSpaced(visible)].join(PART)).slice(0, LONGEST);
  const plain =
    hidden === '' ? visible : `${visible.slice(0, LONGEST - hidden.length)}${PART}${hidden}`.slice(0, LONGEST);
  return { written: written.slice(0, LONGEST), plain, words: worded(plain), hidden };
}

const worded = (plain: string): string => plain.replace(/[+_\-.]|%20/g, ' ').replace(/ {2,}/g, ' ');

import { ASCII_RUN } from './facts.ts';

/**
 * Texts of which one stands, in whatever case, in everything that the expression matches; lower case and ASCII. Null
 * where none is sure. Groups and classes are passed over, so only what stands outside of them counts.
 */
export function requiredTexts(source: string, flags: string): readonly string[] | null {
  if (source.includes('\\Q')) return null;
  const isCaseless = flags.includes('i') || source.includes('(?');
  const texts = alternatives(source).map((runs) => longest(runs, isCaseless));
  return texts.includes('') ? null : texts;
}

/** Runs of plain characters that each of the alternatives must have. */
function alternatives(source: string): readonly (readonly string[])[] {
  const found: string[][] = [[]];
  let run = '';
  const end = () => {
    if (run !== '') found.at(-1)?.push(run);
    run = '';
  };
  for (let at = 0; at < source.length; ) {
    const { length, plain, isOptional, isBranch } = pieceAt(source, at);
    if (isOptional || plain === '') end();
    if (isBranch) found.push([]);
    if (!isOptional) run += plain;
    at += length;
    const repeat = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/.exec(source.slice(at, at + 12))?.[0] ?? '';
    if (repeat !== '') end();
    at += repeat.length;
  }
  end();
  return found;
}

interface Piece {
  readonly length: number;
  /** The character it stands for; empty where it stands for more than one. */
  readonly plain: string;
  readonly isOptional: boolean;
  readonly isBranch: boolean;
}

function pieceAt(source: string, at: number): Piece {
  const length = lengthAt(source, at);
  const plain = plainOf(source.slice(at, at + length));
  const isOptional = /^(?:[*?]|\{0)/.test(source.slice(at + length, at + length + 2));
  return { length, plain, isOptional, isBranch: source[at] === '|' };
}

function plainOf(piece: string): string {
  if (piece.length === 1) return /[.^$|()[\]{}*+?]/.test(piece) ? '' : piece;
  return /^\\[^a-zA-Z0-9]$/.test(piece) ? piece.charAt(1) : '';
}

function lengthAt(source: string, at: number): number {
  const first = source[at];
  if (first === '\\') return escapeLength(source, at);
  if (first === '[') return classEnd(source, at) - at;
  if (first === '(') return groupEnd(source, at) - at;
  return 1;
}

/** `\pL`, `\p{Greek}`, `\x41`, `\x{41}` and octal numbers are longer than two. */
const escapeLength = (source: string, at: number): number =>
  /^\\(?:[pP]\{[^}]*\}|[pP].|x\{[^}]*\}|x..|[0-7]{1,3}|[\s\S])/.exec(source.slice(at, at + 64))?.[0].length ?? 2;

/** Just behind the bracket that closes the class; a first one is plain. */
function classEnd(source: string, from: number): number {
  let at = source[from + 1] === '^' ? from + 2 : from + 1;
  if (source[at] === ']') at += 1;
  for (; at < source.length && source[at] !== ']'; at++) {
    if (source[at] === '\\') at += 1;
    else if (source.startsWith('[:', at)) at = Math.max(at, source.indexOf(':]', at) + 1);
  }
  return at + 1;
}

function groupEnd(source: string, from: number): number {
  let depth = 0;
  for (let at = from; at < source.length; ) {
    if (source[at] === '(') depth += 1;
    if (source[at] === ')') depth -= 1;
    if (depth === 0) return at + 1;
    at += source[at] === '(' ? 1 : lengthAt(source, at);
  }
  return source.length;
}

/** `ſ` is an `s` to an expression that looks past case, but has no other lower case. */
function longest(runs: readonly string[], isCaseless: boolean): string {
  const ascii = runs.flatMap((run) => run.toLowerCase().match(ASCII_RUN) ?? []);
  const sure = isCaseless ? ascii.flatMap((run) => run.split('s')) : ascii;
  return sure.reduce((best, run) => (run.length > best.length ? run : best), '');
}

/** A character, class, group or anchor of an expression, and how often it stands there. */
export interface Piece {
  readonly text: string;
  /** The character it stands for; empty where it stands for more than one. */
  readonly plain: string;
  /** Times that it must be there. */
  readonly least: number;
  readonly isRepeated: boolean;
}

/** The pieces of a valid expression; `|` is one, and all of a group is one. */
export function piecesOf(source: string): readonly Piece[] {
  const pieces: Piece[] = [];
  for (let at = 0; at < source.length; ) {
    const text = source.slice(at, at + lengthAt(source, at));
    at += text.length;
    const repeat = REPEAT.exec(source.slice(at, at + 12))?.[0] ?? '';
    at += repeat.length;
    pieces.push({ text, plain: plainOf(text), least: leastOf(repeat), isRepeated: repeat !== '' });
  }
  return pieces;
}

const REPEAT = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/;

function leastOf(repeat: string): number {
  if (repeat.startsWith('{')) return Number.parseInt(repeat.slice(1), 10);
  return repeat.startsWith('*') || repeat.startsWith('?') ? 0 : 1;
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

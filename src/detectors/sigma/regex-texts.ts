import { ASCII_RUN } from './facts.ts';
import { piecesOf } from './regex-pieces.ts';

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
  for (const { text, plain, least, isRepeated } of piecesOf(source)) {
    if (least === 0 || plain === '') end();
    if (text === '|') found.push([]);
    if (least > 0) run += plain;
    if (isRepeated) end();
  }
  end();
  return found;
}

/** `ſ` is an `s` to an expression that looks past case, but has no other lower case. */
function longest(runs: readonly string[], isCaseless: boolean): string {
  const ascii = runs.flatMap((run) => run.toLowerCase().match(ASCII_RUN) ?? []);
  const sure = isCaseless ? ascii.flatMap((run) => run.split('s')) : ascii;
  return sure.reduce((best, run) => (run.length > best.length ? run : best), '');
}

/** No shorter text matches the expression. Groups are passed over. */
export function leastLength(source: string): number {
  if (source.includes('\\Q')) return 0;
  let least = Number.POSITIVE_INFINITY;
  let length = 0;
  for (const piece of piecesOf(source)) {
    if (piece.text === '|') least = Math.min(least, length);
    length = piece.text === '|' ? 0 : length + (ONE_CHARACTER.test(piece.text) ? piece.least : 0);
  }
  return Math.min(least, length);
}

const ONE_CHARACTER = /^(?:[^\\^$|(]|\\[^bBAz])/;

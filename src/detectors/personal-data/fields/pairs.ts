import { foldedWord } from '../names/folded-word.ts';
import { allMatches } from '../recogniser.ts';

/** A field of a line, of JSON or of a form: its name in snake case without accents, and where its value begins. */
export interface Pair {
  readonly key: string;
  readonly start: number;
}

const PAIR =
  /(?<![A-Za-z0-9À-ɏ])([A-Za-z_À-ɏº][\w.ºÀ-ɏ-]{0,40})(?:\\?["')\]]){0,2} ?(?:={1,2}>?|:=?)(?!\/\/) {0,3}(?=\S)/g;

/** The fields of a text, in order. */
export function pairsOf(text: string): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const { 0: written, 1: key = '', index } of allMatches(text, PAIR))
    pairs.push({ key: snake(key), start: index + written.length });
  return pairs;
}

const snake = (key: string): string =>
  foldedWord(key.replaceAll(/(\p{Ll})(?=\p{Lu})/gu, '$1_')).replaceAll(/[.-]/g, '_');

/** Where a value stands: in its quotes or brackets, or up to what `bare` (sticky) takes; null where there is none. */
export function valueAt(text: string, start: number, bare: RegExp): readonly [number, number] | null {
  QUOTED.lastIndex = start;
  const quoted = QUOTED.exec(text);
  if (quoted !== null) {
    const [open = '', inner = ''] = [quoted[1], quoted[2]];
    return inner === '' ? null : [start + open.length, start + open.length + inner.length];
  }
  OPENING.lastIndex = start;
  const from = start + (OPENING.exec(text)?.[0].length ?? 0);
  bare.lastIndex = from;
  const found = bare.exec(text);
  return found === null || found[0] === '' ? null : [from, from + found[0].length];
}

const QUOTED = /(\\?["'] {0,3})((?:(?!\\?["'])[^\n]){0,240})\\?["']/uy;
const OPENING = /[[(<]/y;

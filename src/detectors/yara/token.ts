import { Refusal } from '../sigma/refusal.ts';

/** A part of YARA source. `at` and `end` count characters from the start of the file. */
export interface Token {
  readonly kind: 'word' | 'text' | 'regex' | 'hex' | 'mark';
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

const SPACE = /\s+|\/\/[^\n]*/y;
const TEXT = /"(?:[^"\\\n]|\\.)*"/y;
const REGEX = /\/(?:[^/\\\n]|\\.)+\/[is]*/y;
const HEX = /\{[^}]*\}/y;
const WORD = /[$]\w*\*?|[#@!]\w+|\w[\w.]*/y;
const MARK = /[=!<>]=|<<|>>|\.\.|[\s\S]/y;

/** Cuts source into its parts. Throws a refusal where a text, an expression or a comment does not end. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = afterSpace(source, 0); at < source.length; ) {
    const token = tokenAt(source, at, tokens.at(-1)?.text ?? '');
    tokens.push(token);
    at = afterSpace(source, token.end);
  }
  return tokens;
}

/** What a slash or a brace begins depends on what stands before. */
function tokenAt(source: string, at: number, before: string): Token {
  const first = source[at] ?? '';
  if (first === '"') return whole('text', TEXT, source, at, 'a text that does not end');
  if (first === '/' && (before === '=' || before === 'matches'))
    return whole('regex', REGEX, source, at, 'an expression that does not end');
  if (first === '{' && before === '=') return whole('hex', HEX, source, at, 'a hex string that does not end');
  return taken('word', WORD, source, at) ?? whole('mark', MARK, source, at, 'nothing');
}

function whole(kind: Token['kind'], pattern: RegExp, source: string, at: number, fault: string): Token {
  const token = taken(kind, pattern, source, at);
  if (token) return token;
  throw new Refusal(at, 'syntax', fault);
}

function taken(kind: Token['kind'], pattern: RegExp, source: string, at: number): Token | null {
  pattern.lastIndex = at;
  const text = pattern.exec(source)?.[0];
  return text === undefined ? null : { kind, text, at, end: at + text.length };
}

/** Behind white space and comments. */
function afterSpace(source: string, from: number): number {
  let at = from;
  for (;;) {
    SPACE.lastIndex = at;
    const space = SPACE.exec(source)?.[0].length ?? commentLength(source, at);
    if (space === 0) return at;
    at += space;
  }
}

function commentLength(source: string, at: number): number {
  if (!source.startsWith('/*', at)) return 0;
  const end = source.indexOf('*/', at + 2);
  if (end < 0) throw new Refusal(at, 'syntax', 'a comment that does not end');
  return end + 2 - at;
}

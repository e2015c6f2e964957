import { RE2JS } from 're2js';
import { fromPcre } from './pcre.ts';

/** Characters of a regular expression. */
const LONGEST = 4_096;
/** Instructions that it may compile to: `(((a{30}){30}){30})` is short and huge. */
const MOST_INSTRUCTIONS = 20_000;

/** A compiled regular expression. Its time is linear in the text, whatever the expression. */
export interface Regex {
  /** True where it matches anywhere in the text. */
  readonly find: (text: string) => boolean;
}

/** Why an expression is not taken, else null. */
export function regexFault(source: string, flags: string): string | null {
  if (source.length > LONGEST) return `the expression is longer than ${LONGEST} characters`;
  try {
    const size = compiled(source, flags).re2().numberOfInstructions();
    return size > MOST_INSTRUCTIONS
      ? `the expression makes ${size} instructions, ${MOST_INSTRUCTIONS} is the most`
      : null;
  } catch (error) {
    return `not supported: ${error instanceof Error ? error.message : 'unknown'}`.slice(0, 200);
  }
}

export function regexOf(source: string, flags: string): Regex {
  const expression = compiled(source, flags);
  return { find: (text) => expression.test(text) };
}

const FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

function compiled(source: string, flags: string): RE2JS {
  const bits = [...flags].reduce((all, letter) => all | (FLAGS[letter] ?? 0), 0);
  return RE2JS.compile(fromPcre(source, flags), bits);
}

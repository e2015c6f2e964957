import { normalText } from '../normal-text.ts';
import { plainText } from '../plain-text.ts';
import type { Language } from '../recogniser.ts';

const SPANISH = /\b(?:de|la|el|que|los|las|por|con|una|del|para|su|se|y|en|al|es|lo|como|paciente|usuario)\b/g;
const ENGLISH = /\b(?:the|of|and|to|is|in|for|with|that|was|at|my|on|this|you|it|from|your|i|please|are)\b/g;

/** English or Spanish, by their commonest words, of a text in lower case. */
export function languageOf(plain: string): Language {
  const head = plain.slice(0, 2_000);
  return [...head.matchAll(SPANISH)].length > [...head.matchAll(ENGLISH)].length ? 'es' : 'en';
}

/** The same of a text as written. */
export const languageOfText = (written: string): Language => languageOf(plainText(normalText(written).text));

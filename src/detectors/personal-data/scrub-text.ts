import type { PersonalSpan } from './personal-type.ts';
import type { Pseudonyms } from './pseudonyms/pseudonyms.ts';

/** A text without its personal data. */
export interface ScrubbedText {
  readonly text: string;
  /** Where made-up values stand in it, in order. */
  readonly inserted: readonly PersonalSpan[];
}

/** Puts a pseudonym in the place of each span. Spans are in order and do not overlap. */
export function scrubText(text: string, spans: readonly PersonalSpan[], pseudonyms: Pseudonyms): ScrubbedText {
  let scrubbed = '';
  let at = 0;
  const inserted: PersonalSpan[] = [];
  for (const { start, end, type } of spans) {
    scrubbed += text.slice(at, start);
    const made = pseudonyms(type, text.slice(start, end));
    inserted.push({ start: scrubbed.length, end: scrubbed.length + made.length, type });
    scrubbed += made;
    at = end;
  }
  return { text: scrubbed + text.slice(at), inserted };
}

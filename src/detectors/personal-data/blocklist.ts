import type { Finding } from './personal-type.ts';
import { plainText } from './plain-text.ts';
import type { Recogniser } from './recogniser.ts';

export const MOST_BLOCKED = 10_000;
const LONGEST_ENTRY = 200;
const WORD = /[\p{L}\p{N}]+/gu;

/**
 * Finds the words that a tenant never wants kept, whatever their case, accents and spacing. Throws when there are more than
 * 10,000, or one is over 200 characters or has no letter or digit.
 */
export function blocklist(entries: readonly string[]): Recogniser {
  if (entries.length > MOST_BLOCKED) throw new RangeError(`a blocklist holds at most ${MOST_BLOCKED} entries`);
  const byFirst = Map.groupBy(entries.map(wordsOf), ([first]) => first as string);
  return ({ plain }) => {
    if (byFirst.size === 0) return [];
    const words = [...plain.matchAll(WORD)];
    const found: Finding[] = [];
    for (const [place, { 0: word, index }] of words.entries())
      for (const entry of byFirst.get(word) ?? []) {
        if (!entry.every((part, offset) => words[place + offset]?.[0] === part)) continue;
        const last = words[place + entry.length - 1] as RegExpExecArray;
        found.push({ start: index, end: last.index + last[0].length, type: 'BLOCKED', sureness: 1 });
      }
    return found;
  };
}

function wordsOf(entry: string): readonly string[] {
  const words = entry.length > LONGEST_ENTRY ? null : plainText(entry.normalize('NFKC')).match(WORD);
  if (words === null) throw new RangeError('an entry of a blocklist has 1 to 200 characters, with a letter or digit');
  return words;
}

/** A text as words with the white space behind each: `lead`, then `words[0]`, `gaps[0]`, `words[1]`, and so on. */
export interface Words {
  readonly lead: string;
  readonly words: readonly string[];
  readonly gaps: readonly string[];
}

/** Words and marks of punctuation, one by one, with their casing; all of it put together again is the text. */
export function wordsOf(text: string, cutter: Intl.Segmenter): Words {
  const words: string[] = [];
  const gaps: string[] = [];
  let lead = '';
  for (const { segment } of cutter.segment(text)) {
    if (segment.trim() !== '') {
      words.push(segment);
      gaps.push('');
    } else if (words.length === 0) lead += segment;
    else gaps[gaps.length - 1] += segment;
  }
  return { lead, words, gaps };
}

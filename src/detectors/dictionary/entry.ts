/** What somebody corrected: wherever the wrong form stands in a generated text, the right one shall. */
export interface DictionaryEntry {
  /** Of the feedback that it came with: the same one again changes nothing. */
  readonly id: string;
  readonly wrong: string;
  readonly right: string;
  readonly type: string;
  /** Pseudonym of who corrected. */
  readonly author: string;
  /** When, epoch ms. */
  readonly time: number;
}

/** UTF-16 units of a form, at most: a longer one is a sentence, and each place of a text is compared with so much. */
export const LONGEST_FORM = 128;

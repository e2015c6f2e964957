import type { PersonalSpan } from '../../detectors/personal-data/personal-type.ts';
import type { Language } from '../../detectors/personal-data/recogniser.ts';

export type { Language, PersonalSpan };

/** Somebody who finds personal data that the recognisers do not know of, such as a server or a model. */
export interface PersonalFinder {
  /**
   * What is personal in a text as written, in any order; places in UTF-16 units. Throws RetriableError while it cannot
   * say: nothing goes on unsearched.
   */
  findings(text: string, language: Language): Promise<readonly PersonalSpan[]>;
  /** Ends what it works with, where that is something. */
  readonly close?: () => Promise<void>;
}

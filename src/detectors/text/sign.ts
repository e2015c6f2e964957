import type { Views } from './views.ts';

/** One property of a text that tells of hostility, or of its absence, whatever the words and the language. */
export interface Sign {
  /** Named in reasons. */
  readonly name: string;
  readonly isSeen: (views: Views) => boolean;
}

/** Signs that an expression finds in one of the views. */
export const inView = (view: keyof Views, patterns: Readonly<Record<string, RegExp>>): readonly Sign[] =>
  Object.entries(patterns).map(([name, pattern]) => ({ name, isSeen: (views) => pattern.test(views[view]) }));

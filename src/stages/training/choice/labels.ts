const RIGHT = 'true_positive';
const QUIETING: ReadonlySet<string> = new Set(['false_positive', 'benign_true_positive']);

/** A verdict that teaches a rule to be quiet. */
export const isQuieting = (label: string): boolean => QUIETING.has(label);

/** The class of a verdict; null for what is no verdict. */
export const classOf = (label: string): 'right' | 'wrong' | null =>
  label === RIGHT ? 'right' : isQuieting(label) ? 'wrong' : null;

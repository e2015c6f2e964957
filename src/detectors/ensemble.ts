/** One detector's say: how sure it is, and how much it would matter (OCSF severity, 1..5). */
export interface Part {
  readonly probability: number;
  readonly severity: number;
}

export interface Verdict {
  /** How much the event matters, 0..1: what ranks events. */
  readonly score: number;
  /** How sure the parts are together that it is what they say, 0..1. */
  readonly confidence: number;
}

/** How much of a sure detection's probability counts, by severity: an informational match alone never nears the bar. */
const WEIGHTS = [0, 0.3, 0.6, 0.8, 0.95, 1] as const;

// Rules see the same fact from several sides: past the strongest each counts half, so that ten weak matches are not one certainty
const ECHO = 0.5;

/**
 * Joins the parts as independent doubts, the strongest in full and every other at half weight.
 * Monotone in each part; a missing part is left out, not guessed. No parts give 0.
 */
export function combine(parts: readonly Part[]): Verdict {
  return {
    score: join(parts.map((part) => clamp(part.probability) * weight(part.severity))),
    confidence: join(parts.map((part) => clamp(part.probability))),
  };
}

const clamp = (p: number): number => (p > 0 ? Math.min(p, 1) : 0);

const weight = (severity: number): number => WEIGHTS[Math.max(0, Math.min(5, Math.trunc(severity)))] ?? 0;

function join(shares: readonly number[]): number {
  const [strongest = 0, ...others] = shares.toSorted((a, b) => b - a);
  return 1 - others.reduce((doubt, share) => doubt * (1 - ECHO * share), 1 - strongest);
}

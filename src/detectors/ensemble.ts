import { type Curve, calibrate } from './calibration.ts';

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
    score: join(parts.map((part) => clamp(part.probability) * severityWeight(part.severity))),
    confidence: join(parts.map((part) => clamp(part.probability))),
  };
}

const clamp = (p: number): number => (p > 0 ? Math.min(p, 1) : 0);

/** How much of a probability counts for the score, by OCSF severity. */
export const severityWeight = (severity: number): number =>
  WEIGHTS[Math.max(0, Math.min(5, Math.trunc(severity)))] ?? 0;

function join(shares: readonly number[]): number {
  if (shares.length === 0) return 0;
  const strongestFirst = shares.toSorted((a, b) => b - a);
  let doubt = 1 - (strongestFirst[0] as number);
  for (let i = 1; i < strongestFirst.length; i++) doubt *= 1 - ECHO * (strongestFirst[i] as number);
  return 1 - doubt;
}

/** How much one part weighs: `weight` times the log-odds of its probability above `base`, its log-odds on ordinary days. */
export interface Weighing {
  /** At least 0: a part that is surer never makes the whole less sure. */
  readonly weight: number;
  readonly base: number;
  /** What is below its base adds nothing: that a text is harmless does not make another finding less likely. */
  readonly onlyAbove?: boolean | undefined;
}

/** A fitted logistic model over the parts (stacked generalisation, Wolpert 1992), and its calibration. */
export interface Ensemble {
  /** Log-odds when every part is as on ordinary days. */
  readonly bias: number;
  readonly parts: readonly (Weighing & { readonly model: string })[];
  /** The hits of rules, joined by `combine`. */
  readonly rules: Weighing;
  /** Points (log-odds, probability). */
  readonly calibration: Curve;
}

/** What the parts said: probabilities of the models that answered, and of the hits, null where there are none. */
export interface Said {
  readonly models: ReadonlyMap<string, number>;
  readonly rules: number | null;
}

/** Probability that the event is part of an attack, 0..1. Monotone in each part; a missing part is left out, not guessed. */
export function confidenceOf(ensemble: Ensemble, said: Said): number {
  let logOdds = ensemble.bias;
  for (const part of ensemble.parts) logOdds += weighed(part, said.models.get(part.model));
  return calibrate(ensemble.calibration, logOdds + weighed(ensemble.rules, said.rules ?? undefined));
}

/** What a part adds to the log-odds; 0 for one that said nothing. */
export function weighed({ weight, base, onlyAbove }: Weighing, probability: number | undefined): number {
  if (probability === undefined) return 0;
  const above = logit(probability) - base;
  return weight * (onlyAbove ? Math.max(0, above) : above);
}

/** Nearer to 0 and 1 no model can be sure. */
const LEAST = 1e-4;

function logit(probability: number): number {
  const p = Math.min(1 - LEAST, Math.max(LEAST, probability));
  return Math.log(p / (1 - p));
}

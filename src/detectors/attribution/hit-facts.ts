import type { Detection, Fact } from '../../domain/contracts.gen.ts';
import { severityWeight } from '../ensemble.ts';
import { REST } from './moved.ts';

/** The hits with facts whose contributions add up to the share of all rules: by weight among hits, as each told it among its facts. */
export function sharedHits(hits: readonly Detection[], share: number): readonly Detection[] {
  const shares = inProportion(
    share,
    hits.map((hit) => hit.probability * severityWeight(hit.severity)),
  );
  return hits.map((hit, i) => ({ ...hit, facts: scaled(hit.facts, shares[i] as number) }));
}

function scaled(facts: readonly Fact[], share: number): readonly Fact[] {
  if (facts.length === 0) return [{ name: REST, value: '', contribution: share, expected: '' }];
  const shares = inProportion(
    share,
    facts.map((fact) => fact.contribution),
  );
  return facts.map((fact, i) => ({ ...fact, contribution: shares[i] as number }));
}

// What weighs less weighs nothing: quotients of such numbers are no shares
const LEAST_WEIGHT = 1e-9;

/** Alike where nothing weighs anything. */
function inProportion(share: number, given: readonly number[]): readonly number[] {
  const weights = given.map((weight) => (weight > LEAST_WEIGHT && Number.isFinite(weight) ? weight : 0));
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return weights.map((weight) => (sum > 0 ? (share * weight) / sum : share / weights.length));
}

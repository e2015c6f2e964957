import { calibrate } from '../calibration.ts';
import { combine, type Ensemble, type Part, type Said, weighed } from '../ensemble.ts';
import { shapley } from './shapley.ts';

/** How the confidence came about: `base` and all shares add up to it. */
export interface Shares {
  /** Confidence had nobody said anything. */
  readonly base: number;
  /** By name of the model; one that said nothing has none. */
  readonly models: ReadonlyMap<string, number>;
  /** Of all hits of rules together; 0 without hits. */
  readonly rules: number;
}

/** Exact Shapley values of the detectors in the confidence of a fitted ensemble. */
export function ensembleShares(ensemble: Ensemble, { models, rules }: Said): Shares {
  const { bias, parts, calibration } = ensemble;
  const moves = [...models].map(([name, probability]) => {
    const part = parts.find(({ model }) => model === name);
    return part === undefined ? 0 : weighed(part, probability);
  });
  const rulesMove = weighed(ensemble.rules, rules ?? undefined);
  return sharesOf([...models.keys()], rules !== null, (isHeard, withRules) =>
    calibrate(
      calibration,
      moves.reduce((sum, move, place) => (isHeard(place) ? sum + move : sum), bias) + (withRules ? rulesMove : 0),
    ),
  );
}

/** The same of the confidence that `combine` gives, where no ensemble is at hand. */
export function combinedShares(models: ReadonlyMap<string, Part>, hits: readonly Part[]): Shares {
  return sharesOf([...models.keys()], hits.length > 0, (isHeard, withRules) => {
    const parts = [...models.values()].filter((_, place) => isHeard(place));
    return combine([...(withRules ? hits : []), ...parts]).confidence;
  });
}

type Confidence = (isHeard: (place: number) => boolean, withRules: boolean) => number;

function sharesOf(names: readonly string[], hasRules: boolean, confidence: Confidence): Shares {
  const rulesPlace = names.length;
  const shares = shapley(names.length + Number(hasRules), (coalition) =>
    confidence((place) => isIn(place, coalition), hasRules && isIn(rulesPlace, coalition)),
  );
  return {
    base: confidence(() => false, false),
    models: new Map(names.map((name, place) => [name, shares[place] as number])),
    rules: hasRules ? (shares[rulesPlace] as number) : 0,
  };
}

const isIn = (place: number, coalition: number): boolean => (coalition >> place) % 2 === 1;

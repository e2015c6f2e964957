import { combine, confidenceOf, type Ensemble, type Part, type Said } from '../ensemble.ts';
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
  return sharesOf([...models.keys()], rules !== null, (heard, withRules) =>
    confidenceOf(ensemble, {
      models: new Map([...models].filter(([name]) => heard.has(name))),
      rules: withRules ? rules : null,
    }),
  );
}

/** The same of the confidence that `combine` gives, where no ensemble is at hand. */
export function combinedShares(models: ReadonlyMap<string, Part>, hits: readonly Part[]): Shares {
  return sharesOf([...models.keys()], hits.length > 0, (heard, withRules) => {
    const parts = [...models].flatMap(([name, part]) => (heard.has(name) ? [part] : []));
    return combine([...(withRules ? hits : []), ...parts]).confidence;
  });
}

type Confidence = (heard: ReadonlySet<string>, withRules: boolean) => number;

function sharesOf(names: readonly string[], hasRules: boolean, confidence: Confidence): Shares {
  const rulesPlace = names.length;
  const shares = shapley(names.length + Number(hasRules), (coalition) =>
    confidence(new Set(names.filter((_, place) => isIn(place, coalition))), hasRules && isIn(rulesPlace, coalition)),
  );
  return {
    base: confidence(new Set(), false),
    models: new Map(names.map((name, place) => [name, shares[place] as number])),
    rules: hasRules ? (shares[rulesPlace] as number) : 0,
  };
}

const isIn = (place: number, coalition: number): boolean => (coalition >> place) % 2 === 1;

import fc from 'fast-check';
import type { Curve } from '../calibration.ts';
import type { Ensemble, Said } from '../ensemble.ts';

const MODELS = ['forest', 'sequence', 'classifier', 'text', 'other'] as const;

const probability = fc.double({ min: 0, max: 1, noNaN: true });
const logOdds = fc.double({ min: -9, max: 9, noNaN: true });
const weighing = { weight: fc.double({ min: 0, max: 3, noNaN: true }), base: logOdds };

/** A curve that rises strictly on the left and never falls on the right. */
export const someCurve: fc.Arbitrary<Curve> = fc
  .array(fc.tuple(fc.integer({ min: -200, max: 200 }), probability), { minLength: 2, maxLength: 8 })
  .map((points) => {
    const raws = [...new Set(points.map(([raw]) => raw / 10))].sort((a, b) => a - b);
    const rising = points.map(([, p]) => p).sort((a, b) => a - b);
    return raws.map((raw, i) => [raw, rising[i] as number] as const);
  });

export const someEnsemble: fc.Arbitrary<Ensemble> = fc.record({
  bias: logOdds,
  parts: fc
    .subarray([...MODELS])
    .chain((models) => fc.tuple(...models.map((model) => fc.record({ model: fc.constant(model), ...weighing })))),
  rules: fc.record(weighing),
  calibration: someCurve,
});

export const somethingSaid: fc.Arbitrary<Said> = fc.record({
  models: fc.dictionary(fc.constantFrom(...MODELS), probability).map((said) => new Map(Object.entries(said))),
  rules: fc.option(probability),
});

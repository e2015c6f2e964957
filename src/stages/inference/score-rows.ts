import { calibrate } from '../../detectors/calibration.ts';
import type { GraphManifest, ModelInput } from '../../models/manifest.ts';
import { emptyRows } from '../../models/rows.ts';
import type { Assignment } from './assignment.ts';
import type { ModelPort, ModelRows } from './ports.ts';
import type { Row } from './row.ts';

/** What one model said about one row. */
export interface ModelScore {
  readonly manifest: GraphManifest;
  readonly raw: number;
  readonly probability: number;
}

/** What one version said about the rows that it was to score. */
export interface Scoring extends Assignment<GraphManifest> {
  /** In the order of `places`; null where the model is missing, does not fit or failed. */
  readonly scores: readonly (ModelScore | null)[];
  /** Rows that it answered NaN or infinity for. */
  readonly notNumbers: number;
  readonly tookMs: number | null;
}

/** Scores the rows of an assignment in one call. */
export async function scoreRows(
  port: ModelPort,
  assignment: Assignment<GraphManifest>,
  rows: readonly Row[],
  deadlineMs: number,
): Promise<Scoring> {
  const { model, places } = assignment;
  const fitting = model === null ? [] : places.filter((place) => fits(model, pick(rows, place)));
  const unscored = { ...assignment, scores: places.map(() => null), notNumbers: 0, tookMs: null };
  if (model === null || fitting.length === 0) return unscored;
  const input = inputOf(
    model,
    fitting.map((place) => pick(rows, place)),
  );
  const answer = await port.score(model, input, deadlineMs);
  if (!answer.ok) return unscored;
  const raws = new Map(fitting.map((place, i) => [place, answer.raw[i] ?? Number.NaN]));
  const scores = places.map((place) => read(model, raws.get(place) ?? Number.NaN));
  const notNumbers = [...raws.values()].filter((raw) => !Number.isFinite(raw)).length;
  return { ...assignment, scores, notNumbers, tookMs: answer.tookMs ?? null };
}

/** The rows' numbers one after the other, for each input of the model. */
export function inputOf({ inputs, ...manifest }: GraphManifest, rows: readonly Row[]): ModelRows {
  const arrays = inputs.map((one) => emptyRows(one, rows.length));
  for (const [place, { of, width }] of inputs.entries())
    for (const [i, row] of rows.entries()) arrays[place]?.set(numbersOf(row, of), i * width);
  if (!('vocabulary' in manifest)) return arrays;
  // An id that the model never saw is its padding: known to it, and harmless to the rows beside it
  return arrays.map((array) =>
    array instanceof Int32Array ? array.map((id) => (id < manifest.vocabulary ? id : 0)) : array,
  );
}

/** What an input takes of a row. */
const numbersOf = (row: Row, of: ModelInput['of']): Float32Array | Int32Array => row[of];

const read = (manifest: GraphManifest, raw: number): ModelScore | null =>
  Number.isFinite(raw) ? { manifest, raw, probability: calibrate(manifest.calibration, raw) } : null;

/** The row has all that the model takes, as wide as it is wanted, and every number of it is one. */
function fits({ inputs }: GraphManifest, row: Row): boolean {
  return inputs.every(({ of, width }) => {
    const numbers = numbersOf(row, of);
    // a text may be shorter: zeros fill it
    const isWide = of === 'text' ? numbers.length <= width : numbers.length === width;
    return isWide && (numbers instanceof Int32Array || isNumeric(numbers));
  });
}

// A sum is NaN or infinite when one of its numbers is; features are bounded, so that it is finite otherwise
function isNumeric(vector: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < vector.length; i++) sum += vector[i] as number;
  return Number.isFinite(sum);
}

function pick<T>(list: readonly T[], place: number): T {
  const item = list[place];
  if (item === undefined) throw new RangeError(`no row ${place}`);
  return item;
}

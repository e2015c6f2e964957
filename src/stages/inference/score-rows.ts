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
  const unscored = { ...assignment, scores: places.map(() => null), notNumbers: 0, tookMs: null };
  if (model === null) return unscored;
  const asked = places.map((place) => pick(rows, place));
  const fitting = asked.filter((row) => fits(model, row));
  if (fitting.length === 0) return unscored;
  const answer = await port.score(model, inputOf(model, fitting), deadlineMs);
  if (!answer.ok) return unscored;
  const read = fitting.map((_, i) => readScore(model, answer.raw[i] ?? Number.NaN));
  const notNumbers = read.filter((score) => score === null).length;
  const scores = fitting.length === asked.length ? read : spreadOut(read, asked, fitting);
  return { ...assignment, scores, notNumbers, tookMs: answer.tookMs ?? null };
}

/** The scores of the rows that fit, each at the place of its row among all. */
function spreadOut(
  scores: readonly (ModelScore | null)[],
  asked: readonly Row[],
  fitting: readonly Row[],
): readonly (ModelScore | null)[] {
  let next = 0;
  return asked.map((row) => (row === fitting[next] ? (scores[next++] ?? null) : null));
}

/** The rows' numbers one after the other, for each input of the model. */
export function inputOf(manifest: GraphManifest, rows: readonly Row[]): ModelRows {
  return manifest.inputs.map((input) => {
    const array = emptyRows(input, rows.length);
    for (let i = 0; i < rows.length; i++) array.set(numbersOf(pick(rows, i), input), i * input.width);
    if ('vocabulary' in manifest && array instanceof Int32Array) padUnknown(array, manifest.vocabulary);
    return array;
  });
}

/** An id that the model never saw is its padding: known to it, and harmless to the rows beside it. */
function padUnknown(ids: Int32Array, vocabulary: number): void {
  for (let i = 0; i < ids.length; i++) if ((ids[i] as number) >= vocabulary) ids[i] = 0;
}

/** What an input takes of a row. Sets of older feature sets are shorter: what stands behind them in such a row is zeros. */
function numbersOf(row: Row, { of, width }: ModelInput): Float32Array | Int32Array {
  const numbers = row[of];
  const isSet = of === 'codeTokens' || of === 'codeValues';
  return isSet && numbers.length > width ? numbers.subarray(0, width) : numbers;
}

const readScore = (manifest: GraphManifest, raw: number): ModelScore | null =>
  Number.isFinite(raw) ? { manifest, raw, probability: calibrate(manifest.calibration, raw) } : null;

/** The row has all that the model takes, as wide as it is wanted, and every number of it is one. */
function fits({ inputs }: GraphManifest, row: Row): boolean {
  return inputs.every((input) => {
    const { of, width } = input;
    const numbers = numbersOf(row, input);
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

import { calibrate } from '../../detectors/calibration.ts';
import type { PromotedModel } from '../../domain/contracts.gen.ts';
import type { GraphManifest, ModelInput } from '../../models/manifest.ts';
import { emptyRows } from '../../models/rows.ts';
import { versionInForce } from '../../models/version-choice.ts';
import type { ModelPort, ModelRows } from './ports.ts';
import type { Row } from './row.ts';

/** What one model said about one row. */
export interface ModelScore {
  readonly manifest: GraphManifest;
  readonly raw: number;
  readonly probability: number;
}

export interface ScoreRequest {
  readonly port: ModelPort;
  readonly name: string;
  readonly promotions: readonly PromotedModel[];
  readonly deadlineMs: number;
}

/** Scores each row with the version in force for its tenant; null where the model is missing, does not fit or failed. */
export async function scoreRows(request: ScoreRequest, rows: readonly Row[]): Promise<readonly (ModelScore | null)[]> {
  const scores: (ModelScore | null)[] = rows.map(() => null);
  const groups = groupByModel(request, rows);
  await Promise.all(
    [...groups].map(async ([manifest, places]) => {
      const raws = await rawScores(
        request,
        manifest,
        places.map((place) => pick(rows, place)),
      );
      for (const [i, place] of places.entries()) scores[place] = read(manifest, raws?.[i] ?? Number.NaN);
    }),
  );
  return scores;
}

/** Raw scores of rows by one model, or null when it failed. */
async function rawScores(
  { port, deadlineMs }: ScoreRequest,
  manifest: GraphManifest,
  rows: readonly Row[],
): Promise<Float32Array | null> {
  const { name, version } = manifest;
  const answer = await port.score({ name, version }, input(manifest, rows), deadlineMs);
  return answer.ok ? answer.raw : null;
}

/** The rows' numbers one after the other, for each input of the model. */
function input({ inputs, ...manifest }: GraphManifest, rows: readonly Row[]): ModelRows {
  const arrays = inputs.map((one) => emptyRows(one, rows.length));
  for (const [place, { of, width }] of inputs.entries())
    for (const [i, row] of rows.entries()) arrays[place]?.set(numbersOf(row, of) ?? [], i * width);
  if (!('vocabulary' in manifest)) return arrays;
  // An id that the model never saw is its padding: known to it, and harmless to the rows beside it
  return arrays.map((array) =>
    array instanceof Int32Array ? array.map((id) => (id < manifest.vocabulary ? id : 0)) : array,
  );
}

/** What an input takes of a row; null where a row has no such numbers. */
function numbersOf(row: Row, of: ModelInput['of']): Float32Array | Int32Array | null {
  if (of === 'vector') return row.vector;
  return of === 'tokens' ? row.tokens : null;
}

function read(manifest: GraphManifest, raw: number): ModelScore | null {
  return Number.isFinite(raw) ? { manifest, raw, probability: calibrate(manifest.calibration, raw) } : null;
}

function groupByModel(request: ScoreRequest, rows: readonly Row[]): Map<GraphManifest, number[]> {
  const offered = request.port
    .describe()
    .flatMap((state) => (state.ok && state.manifest.kind !== 'ensemble' ? [state.manifest] : []));
  const byFeatures = new Map<string, Map<string, GraphManifest | null>>();
  const groups = new Map<GraphManifest, number[]>();
  for (const [place, row] of rows.entries()) {
    const { tenant, value } = row;
    const { featureHash } = value;
    const byTenant = byFeatures.get(featureHash) ?? new Map<string, GraphManifest | null>();
    byFeatures.set(featureHash, byTenant);
    let manifest = byTenant.get(tenant);
    if (manifest === undefined) {
      manifest = versionInForce({ name: request.name, tenant, featureHash }, offered, request.promotions);
      byTenant.set(tenant, manifest);
    }
    if (manifest === null || !fits(manifest, row)) continue;
    const group = groups.get(manifest);
    if (group === undefined) groups.set(manifest, [place]);
    else group.push(place);
  }
  return groups;
}

/** The row has all that the model takes, as wide as it wants it, and every number of it is one. */
function fits({ inputs }: GraphManifest, row: Row): boolean {
  return inputs.every(({ of, width }) => {
    const numbers = numbersOf(row, of);
    return numbers?.length === width && (numbers instanceof Int32Array || isNumeric(numbers));
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

import { calibrate } from '../../detectors/calibration.ts';
import type { PromotedModel } from '../../domain/contracts.gen.ts';
import { type ModelManifest, rowWidth } from '../../models/manifest.ts';
import { versionInForce } from '../../models/version-choice.ts';
import type { ModelPort, ModelRows } from './ports.ts';
import type { Row } from './row.ts';

/** What one model said about one row. */
export interface ModelScore {
  readonly manifest: ModelManifest;
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
  manifest: ModelManifest,
  rows: readonly Row[],
): Promise<Float32Array | null> {
  const { name, version } = manifest;
  const answer = await port.score({ name, version }, input(manifest, rows), deadlineMs);
  return answer.ok ? answer.raw : null;
}

/** The rows' numbers one after the other, in the type that the kind of model takes. */
function input(manifest: ModelManifest, rows: readonly Row[]): ModelRows {
  const width = rowWidth(manifest);
  if (manifest.kind === 'sequence') {
    const tokens = new Int32Array(rows.length * width);
    for (const [i, row] of rows.entries()) tokens.set(row.tokens, i * width);
    // A token that the model never saw is its padding: known to it, and harmless to the rows beside it
    return tokens.map((token) => (token < manifest.vocabulary ? token : 0));
  }
  const vectors = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) vectors.set(row.vector, i * width);
  return vectors;
}

function read(manifest: ModelManifest, raw: number): ModelScore | null {
  return Number.isFinite(raw) ? { manifest, raw, probability: calibrate(manifest.calibration, raw) } : null;
}

function groupByModel(request: ScoreRequest, rows: readonly Row[]): Map<ModelManifest, number[]> {
  const offered = request.port.describe().flatMap((state) => (state.ok ? [state.manifest] : []));
  const byFeatures = new Map<string, Map<string, ModelManifest | null>>();
  const groups = new Map<ModelManifest, number[]>();
  for (const [place, row] of rows.entries()) {
    const { tenant, value } = row;
    const { featureHash } = value;
    const byTenant = byFeatures.get(featureHash) ?? new Map<string, ModelManifest | null>();
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

/** The row is as wide as the model wants it, and every number of it is one. */
function fits(manifest: ModelManifest, row: Row): boolean {
  if (manifest.kind === 'sequence') return row.tokens.length === rowWidth(manifest);
  return row.vector.length === rowWidth(manifest) && isNumeric(row.vector);
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

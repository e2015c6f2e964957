import { codesIn, codeTold, withoutCodes } from '../../detectors/attribution/code-set.ts';
import type { Movement, Told } from '../../detectors/attribution/moved.ts';
import { leftOutMovement, occlusionMovement, type Without } from '../../detectors/attribution/movements.ts';
import { eventTold, lastEvents, withoutEach } from '../../detectors/attribution/sequence-events.ts';
import { farthestFeatures, occlude, short } from '../../detectors/explanation.ts';
import type { ForestManifest } from '../../models/manifest.ts';
import type { RowArray } from '../../models/rows.ts';
import type { ModelRows } from './ports.ts';
import type { Row } from './row.ts';
import { inputOf, type ModelScore } from './score-rows.ts';

/** Rows to score again, and what the shares that the model would have by them tell. */
export interface Retrial {
  readonly rows: ModelRows;
  readonly count: number;
  read(without: Without): Movement;
}

/** Events of a sequence that are told apart. */
const LAST_EVENTS = 8;

/** What to score again to know what moved a model, of a forest at most so many features; null where nothing can be known so. */
export function retrialOf(row: Row, score: ModelScore, most: number): Retrial | null {
  const { manifest } = score;
  if (manifest.kind === 'sequence') return withoutEvents(row, score);
  if (manifest.kind === 'code-set') return withoutCodesOf(row, score);
  return manifest.kind === 'isolation-forest' ? withoutFeatures(row, manifest, most) : null;
}

function withoutEvents(row: Row, score: ModelScore): Retrial | null {
  const [tokens, ...others] = inputOf(score.manifest, [row]);
  if (!(tokens instanceof Int32Array) || others.length > 0) return null;
  const places = lastEvents(tokens, LAST_EVENTS);
  const told = places.map((place) => eventTold(tokens, place));
  const rest = surprise(score);
  return {
    rows: [withoutEach(tokens, places)],
    count: places.length,
    read: (without) => ({ ...leftOutMovement(told, without), rest }),
  };
}

/** What a sequence model is known by where its events cannot be told apart. */
export const surprise = ({ manifest: { raw: usual }, raw }: ModelScore): Told => ({
  name: 'surprise of the last events',
  value: short(raw),
  expected: `${short(usual.p5)}..${short(usual.p95)}`,
});

function withoutCodesOf(row: Row, { manifest }: ModelScore): Retrial | null {
  const arrays = inputOf(manifest, [row]);
  const of = (kind: 'codeTokens' | 'codeValues'): RowArray | undefined =>
    arrays[manifest.inputs.findIndex((input) => input.of === kind)];
  const [ids, values] = [of('codeTokens'), of('codeValues')];
  if (!(ids instanceof Int32Array) || !(values instanceof Float32Array) || arrays.length > 2) return null;
  const places = codesIn(ids);
  const told = places.map((place) => codeTold(ids, values, place));
  const [leftIds, leftValues] = withoutCodes(ids, values, places);
  return {
    rows: arrays.map((array) => (array === ids ? leftIds : leftValues)),
    count: places.length,
    read: (without) => leftOutMovement(told, without),
  };
}

// Of a model with several inputs the others would have to be repeated beside the replaced features
function withoutFeatures({ vector }: Row, { features, inputs }: ForestManifest, most: number): Retrial | null {
  if (inputs.length > 1) return null;
  const places = farthestFeatures(vector, features, most);
  return {
    rows: [occlude(vector, places, features)],
    count: places.length,
    read: (without) => occlusionMovement(vector, places, features, without),
  };
}

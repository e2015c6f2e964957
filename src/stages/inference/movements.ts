import { eventsMovement, lastEvents, withoutEach } from '../../detectors/attribution/events-movement.ts';
import type { Movement, Told } from '../../detectors/attribution/moved.ts';
import { occlusionMovement, treesMovement, type Without } from '../../detectors/attribution/movements.ts';
import type { Trees } from '../../detectors/attribution/trees.ts';
import { calibrate } from '../../detectors/calibration.ts';
import { farthestFeatures, occlude, short } from '../../detectors/explanation.ts';
import type { GraphManifest } from '../../models/manifest.ts';
import type { RowArray } from '../../models/rows.ts';
import type { InferenceConfig } from './config.ts';
import type { ModelPort } from './ports.ts';
import type { Row } from './row.ts';
import { inputOf, type ModelScore } from './score-rows.ts';

/** A score, the row that got it, and the model's share of the confidence by its probability. */
export interface Asked {
  readonly row: Row;
  readonly score: ModelScore;
  readonly shareAt: (probability: number) => number;
}

/** Rows to score again, and what the shares that the model would have by them tell. */
interface Retrial {
  readonly rows: RowArray;
  readonly count: number;
  read(without: Without): Movement;
}

/** Events of a sequence that are told apart. */
const LAST_EVENTS = 8;

/**
 * What moved each model, where that can be known: trees from their numbers, forests and sequences by scoring
 * rows again, in one call per model. A model that fails leaves its scores out.
 */
export async function movementsOf(
  port: ModelPort,
  asked: readonly Asked[],
  config: InferenceConfig,
): Promise<ReadonlyMap<ModelScore, Movement>> {
  const movements = new Map<ModelScore, Movement>();
  const trees = treesOf(port);
  for (const one of asked) {
    const found = surprise(one) ?? byTrees(one, trees.get(one.score.manifest));
    if (found !== null) movements.set(one.score, found);
  }
  for (const [manifest, group] of Map.groupBy(asked, ({ score }) => score.manifest))
    for (const [score, movement] of await byRetrial(port, manifest, group, config)) movements.set(score, movement);
  return movements;
}

const treesOf = (port: ModelPort): ReadonlyMap<GraphManifest, Trees> =>
  new Map(
    port
      .describe()
      .flatMap((state) =>
        state.ok && state.trees !== undefined && state.manifest.kind !== 'ensemble'
          ? [[state.manifest, state.trees]]
          : [],
      ),
  );

/** What a sequence model is known by when its events cannot be told apart. */
const surprise = ({ score }: Asked): Movement | null =>
  score.manifest.kind === 'sequence' ? { moved: [], whole: 0, rest: surprised(score) } : null;

const surprised = ({ manifest: { raw: usual }, raw }: ModelScore): Told => ({
  name: 'surprise of the last events',
  value: short(raw),
  expected: `${short(usual.p5)}..${short(usual.p95)}`,
});

function byTrees({ row, score: { manifest } }: Asked, trees: Trees | undefined): Movement | null {
  if (manifest.kind !== 'trees' || trees === undefined) return null;
  const columns = inputOf(manifest, [row]).flatMap((array) => Array.from(array));
  // The features are those of the vector: they can be told where it stands first
  return treesMovement(trees, columns, manifest.inputs[0]?.of === 'vector' ? manifest.features : []);
}

async function byRetrial(
  port: ModelPort,
  manifest: GraphManifest,
  group: readonly Asked[],
  { explainFeatures, deadlineMs }: InferenceConfig,
): Promise<readonly (readonly [ModelScore, Movement])[]> {
  const retrials = group.flatMap((one) => {
    const retrial = retrialOf(one, explainFeatures);
    return retrial === null || retrial.count === 0 ? [] : [{ ...one, ...retrial }];
  });
  if (retrials.length === 0) return [];
  const rows = joined(retrials.map((retrial) => retrial.rows));
  const answer = await port.score(manifest, [rows], deadlineMs);
  if (!answer.ok || !answer.raw.every(Number.isFinite)) return [];
  const probabilities = Array.from(answer.raw, (raw) => calibrate(manifest.calibration, raw));
  return retrials.map(({ score, shareAt, count, read }) => {
    const after = probabilities.splice(0, count).map(shareAt);
    return [score, read({ share: shareAt(score.probability), after })];
  });
}

// Of a model with several inputs the others would have to be repeated beside the changed one
function retrialOf(asked: Asked, most: number): Retrial | null {
  const { manifest } = asked.score;
  if (manifest.inputs.length > 1) return null;
  if (manifest.kind === 'sequence') return withoutEvents(asked);
  return manifest.kind === 'isolation-forest' ? withoutFeatures(asked, manifest.features, most) : null;
}

function withoutEvents({ row, score }: Asked): Retrial | null {
  const [tokens] = inputOf(score.manifest, [row]);
  if (!(tokens instanceof Int32Array)) return null;
  const places = lastEvents(tokens, LAST_EVENTS);
  const rest = surprised(score);
  return {
    rows: withoutEach(tokens, places),
    count: places.length,
    read: (without) => ({ ...eventsMovement(tokens, places, without), rest }),
  };
}

function withoutFeatures(
  { row: { vector } }: Asked,
  features: Parameters<typeof farthestFeatures>[1],
  most: number,
): Retrial {
  const places = farthestFeatures(vector, features, most);
  return {
    rows: joined([occlude(vector, places, features)]),
    count: places.length,
    read: (without) => occlusionMovement(vector, places, features, without),
  };
}

function joined(blocks: readonly (Float32Array | Int32Array)[]): RowArray {
  const length = blocks.reduce((sum, block) => sum + block.length, 0);
  const all = blocks[0] instanceof Int32Array ? new Int32Array(length) : new Float32Array(length);
  let end = 0;
  for (const block of blocks) {
    all.set(block, end);
    end += block.length;
  }
  return all;
}

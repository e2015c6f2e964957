import type { Movement } from '../../detectors/attribution/moved.ts';
import { treesMovement } from '../../detectors/attribution/movements.ts';
import type { Trees } from '../../detectors/attribution/trees.ts';
import { calibrate } from '../../detectors/calibration.ts';
import type { GraphManifest } from '../../models/manifest.ts';
import type { RowArray } from '../../models/rows.ts';
import type { InferenceConfig } from './config.ts';
import type { ModelPort } from './ports.ts';
import { retrialOf, surprise } from './retrials.ts';
import type { Row } from './row.ts';
import { inputOf, type ModelScore } from './score-rows.ts';

/** A score, the row that got it, and the model's share of the confidence by its probability. */
export interface Asked {
  readonly row: Row;
  readonly score: ModelScore;
  readonly shareAt: (probability: number) => number;
}

/**
 * What moved each model, where that can be known: trees from their numbers, others by scoring rows again with things
 * left out, in one call per model. A model that fails leaves its scores out.
 */
export async function movementsOf(
  port: ModelPort,
  asked: readonly Asked[],
  config: InferenceConfig,
): Promise<ReadonlyMap<ModelScore, Movement>> {
  const movements = new Map<ModelScore, Movement>();
  const trees = treesOf(port);
  for (const one of asked) {
    const found = atOnce(one, trees);
    if (found !== null) movements.set(one.score, found);
  }
  const groups = [...Map.groupBy(asked, ({ score }) => score.manifest)];
  // asked at once, few rows of several models need not wait for company one after the other
  const retried = await Promise.all(groups.map(([manifest, group]) => byRetrial(port, manifest, group, config)));
  for (const [score, movement] of retried.flat()) movements.set(score, movement);
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

/** What is known without scoring anything. */
function atOnce({ row, score }: Asked, known: ReadonlyMap<GraphManifest, Trees>): Movement | null {
  const { manifest } = score;
  if (manifest.kind === 'sequence') return { moved: [], whole: 0, rest: surprise(score) };
  const trees = known.get(manifest);
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
    const retrial = retrialOf(one.row, one.score, explainFeatures);
    return retrial === null || retrial.count === 0 ? [] : [{ ...one, ...retrial }];
  });
  if (retrials.length === 0) return [];
  const rows = manifest.inputs.map((_, input) => joined(retrials.flatMap((retrial) => retrial.rows[input] ?? [])));
  const answer = await port.score(manifest, rows, deadlineMs);
  if (!answer.ok || !answer.raw.every(Number.isFinite)) return [];
  const probabilities = Array.from(answer.raw, (raw) => calibrate(manifest.calibration, raw));
  return retrials.map(({ score, shareAt, count, read }) => {
    const after = probabilities.splice(0, count).map(shareAt);
    return [score, read({ share: shareAt(score.probability), after })];
  });
}

function joined(blocks: readonly RowArray[]): RowArray {
  const length = blocks.reduce((sum, block) => sum + block.length, 0);
  const all = blocks[0] instanceof Int32Array ? new Int32Array(length) : new Float32Array(length);
  let end = 0;
  for (const block of blocks) {
    all.set(block, end);
    end += block.length;
  }
  return all;
}

import { calibrate } from '../../detectors/calibration.ts';
import { contributions, farthestFeatures, occlude, short } from '../../detectors/explanation.ts';
import type { Fact } from '../../domain/contracts.gen.ts';
import type { ForestManifest } from '../../models/manifest.ts';
import type { InferenceConfig } from './config.ts';
import type { ModelPort } from './ports.ts';
import type { ModelScore } from './score-rows.ts';

/** A notable score and the vector of the row that got it. */
export interface Unexplained {
  readonly score: ModelScore;
  readonly vector: Float32Array;
}

interface Plan extends Unexplained {
  readonly manifest: ForestManifest;
  /** Places of the features that are replaced, in order. */
  readonly places: readonly number[];
}

/** Facts for each score. A forest's rows are rescored in one call per model; a model that fails leaves its scores without facts. */
export async function explain(
  port: ModelPort,
  wanted: readonly Unexplained[],
  config: InferenceConfig,
): Promise<ReadonlyMap<ModelScore, readonly Fact[]>> {
  const facts = new Map<ModelScore, readonly Fact[]>();
  for (const { score } of wanted) facts.set(score, score.manifest.kind === 'sequence' ? surprise(score) : []);
  const plans = Map.groupBy(
    wanted.flatMap((one) => planned(one, config.explainFeatures)),
    (plan) => plan.manifest,
  );
  for (const [manifest, group] of plans) {
    const occluded = await rescore(port, manifest, group, config.deadlineMs);
    if (occluded === null) continue;
    for (const plan of group) {
      const after = occluded.splice(0, plan.places.length);
      facts.set(plan.score, contributions(plan.vector, plan.places, manifest.features, plan.score.probability, after));
    }
  }
  return facts;
}

/** The one fact of a sequence score: how surprising the last events were, beside what is usual. */
function surprise({ manifest, raw, probability }: ModelScore): readonly Fact[] {
  const expected = `${short(manifest.raw.p5)}..${short(manifest.raw.p95)}`;
  return [{ name: 'surprise of the last events', value: short(raw), contribution: probability, expected }];
}

function planned({ score, vector }: Unexplained, most: number): readonly Plan[] {
  const { manifest } = score;
  // other inputs would have to be repeated beside the replaced features
  if (manifest.kind !== 'isolation-forest' || manifest.inputs.length > 1) return [];
  const places = farthestFeatures(vector, manifest.features, most);
  return places.length === 0 ? [] : [{ score, vector, manifest, places }];
}

/** Probabilities of all occluded rows, plan after plan; null when the model failed. */
async function rescore(
  port: ModelPort,
  manifest: ForestManifest,
  plans: readonly Plan[],
  deadlineMs: number,
): Promise<number[] | null> {
  const { name, version, features, calibration } = manifest;
  const blocks = plans.map((plan) => occlude(plan.vector, plan.places, features));
  const answer = await port.score({ name, version }, [joined(blocks)], deadlineMs);
  if (!answer.ok || !answer.raw.every(Number.isFinite)) return null;
  return Array.from(answer.raw, (raw) => calibrate(calibration, raw));
}

function joined(blocks: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const all = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let end = 0;
  for (const block of blocks) {
    all.set(block, end);
    end += block.length;
  }
  return all;
}

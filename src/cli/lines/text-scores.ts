import { calibrate } from '../../detectors/calibration.ts';
import { hitsOfText } from '../../detectors/heuristics/hostile-text.ts';
import { signName } from '../../detectors/text/signs.ts';
import { MOST_IDS, textIds } from '../../detectors/text/text-ids.ts';
import type { Detection } from '../../domain/contracts.gen.ts';
import type { TextManifest } from '../../models/manifest.ts';
import type { InferenceConfig } from '../../stages/inference/config.ts';
import { judge } from '../../stages/inference/judge.ts';
import type { ModelPort } from '../../stages/inference/ports.ts';

/** How hostile a text is, 0..1, and what says so, what weighs most first. */
export interface TextScore {
  readonly score: number;
  readonly reasons: readonly string[];
}

/** The text model that is asked; null: rules alone. */
export interface TextModel {
  readonly port: ModelPort;
  readonly manifest: TextManifest;
}

const MOST_REASONS = 8;

/** Scores texts by what the chain has for them: model and heuristics, joined as independent doubts. A failing model is left out. */
export async function scoreTexts(
  texts: readonly string[],
  model: TextModel | null,
  config: InferenceConfig,
): Promise<readonly TextScore[]> {
  const ids = texts.map(textIds);
  const raws = model === null ? null : await rawScores(model, ids, config.deadlineMs);
  return Promise.all(
    texts.map(async (text, place) => {
      const hits = hitsOfText(text);
      const raw = raws?.[place];
      const said = model === null || raw === undefined ? [] : [modelScore(model.manifest, raw)];
      const { confidence } = judge(hits, said, null, config);
      const shown = confidence >= config.notable && model !== null && raw !== undefined;
      const signs = shown ? await strongestSigns(model, ids[place] as Uint16Array, raw, config.deadlineMs) : [];
      return { score: confidence, reasons: [...byWeight(hits), ...signs].slice(0, MOST_REASONS) };
    }),
  );
}

const modelScore = (manifest: TextManifest, raw: number) =>
  [manifest.name, { manifest, raw, probability: calibrate(manifest.calibration, raw) }] as const;

const byWeight = (hits: readonly Detection[]): readonly string[] =>
  hits.toSorted((a, b) => b.probability - a.probability).map(({ id }) => id);

async function rawScores(
  { port, manifest }: TextModel,
  rows: readonly Uint16Array[],
  deadlineMs: number,
): Promise<Float32Array | null> {
  const packed = new Int32Array(rows.length * MOST_IDS);
  for (const [place, ids] of rows.entries()) packed.set(ids, place * MOST_IDS);
  const answer = await port.score(manifest, [packed], deadlineMs);
  return answer.ok ? answer.raw : null;
}

/** Names of the signs without which the score would be lower, by how much lower. */
async function strongestSigns(
  model: TextModel,
  ids: Uint16Array,
  raw: number,
  deadlineMs: number,
): Promise<readonly string[]> {
  const signs = [...ids].filter((id) => isTelling(signName(id)));
  const without = signs.map((sign) => ids.filter((id) => id !== sign));
  const raws = signs.length === 0 ? null : await rawScores(model, without, deadlineMs);
  return signs
    .map((sign, place) => ({ name: signName(sign) as string, drop: raw - (raws?.[place] ?? raw) }))
    .filter(({ drop }) => drop > 0)
    .toSorted((a, b) => b.drop - a.drop)
    .map(({ name }) => name);
}

/** Counts of words, sentences and other signs weigh, but say little to a reader. */
const isTelling = (name: string | null): boolean => name !== null && !/_\d+$/.test(name);

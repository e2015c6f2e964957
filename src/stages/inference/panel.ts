import type { Ensemble } from '../../detectors/ensemble.ts';
import type { PromotedModel } from '../../domain/contracts.gen.ts';
import type { EnsembleManifest } from '../../models/manifest.ts';
import { type Assignment, assign, type Whom } from './assignment.ts';
import { type InferenceConfig, modelNames } from './config.ts';
import type { ModelScores } from './judge.ts';
import type { ModelPort, ModelState } from './ports.ts';
import type { Row } from './row.ts';
import { type Scoring, scoreRows } from './score-rows.ts';

/** An ensemble that is open, and where it stands. */
export interface UsableEnsemble {
  readonly manifest: EnsembleManifest;
  readonly ensemble: Ensemble;
}

/** What all models say about the rows of a batch. */
export interface Panel {
  /** Every version's work, shadows too, the ensembles' without scores. */
  readonly scorings: readonly Scoring[];
  readonly ensembles: readonly Assignment<EnsembleManifest>[];
  /** By row: what each model that counts and that was asked says of it. */
  readonly said: readonly ModelScores[];
  /** By row; null where none is at hand. */
  readonly ensembleOf: readonly (UsableEnsemble | null)[];
}

/** Asks every model about the rows that it has something to say about. */
export async function askPanel(
  port: ModelPort,
  rows: readonly Row[],
  promotions: readonly PromotedModel[],
  config: InferenceConfig,
): Promise<Panel> {
  const states = port.describe();
  const graphs = states.flatMap((state) => (state.ok && state.manifest.kind !== 'ensemble' ? [state.manifest] : []));
  const all = rows.map(whom);
  // a text model is asked about rows with a text only
  const withText = all.map((one, i) => (rows[i]?.text.length === 0 ? null : one));
  const asked = modelNames(config).flatMap((name) =>
    assign(name, name === config.textModel ? withText : all, graphs, promotions),
  );
  const scorings = await Promise.all(asked.map((one) => scoreRows(port, one, rows, config.deadlineMs)));
  return { scorings, said: saidOf(rows, scorings), ...ensemblesFor(states, all, promotions, config) };
}

/** Of what did not happen there is nothing to score. */
const whom = ({ vector, tenant, entity, value: { featureHash } }: Row): Whom | null =>
  vector.length === 0 ? null : { tenant, entity, featureHash };

function saidOf(rows: readonly Row[], scorings: readonly Scoring[]): readonly ModelScores[] {
  const said = rows.map((): ModelScores[number][] => []);
  for (const { arm, name, places, scores } of scorings)
    if (arm !== 'shadow') for (const [i, place] of places.entries()) said[place]?.push([name, scores[i] ?? null]);
  return said;
}

function ensemblesFor(
  states: readonly ModelState[],
  wanted: readonly (Whom | null)[],
  promotions: readonly PromotedModel[],
  { ensembleModel }: InferenceConfig,
): Pick<Panel, 'ensembles' | 'ensembleOf'> {
  const usable = new Map<EnsembleManifest, UsableEnsemble>();
  for (const state of states)
    if (state.ok && state.manifest.kind === 'ensemble' && state.ensemble !== undefined)
      usable.set(state.manifest, { manifest: state.manifest, ensemble: state.ensemble });
  const ensembleOf = wanted.map((): UsableEnsemble | null => null);
  const ensembles = ensembleModel === '' ? [] : assign(ensembleModel, wanted, [...usable.keys()], promotions);
  for (const { arm, model, places } of ensembles)
    if (arm !== 'shadow' && model !== null) for (const place of places) ensembleOf[place] = usable.get(model) ?? null;
  return { ensembles, ensembleOf };
}

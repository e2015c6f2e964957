import {
  type Detection,
  MODELS_PROMOTED,
  RULES_PUBLISHED,
  TELEMETRY_FEATURES,
  TELEMETRY_SIGNALS,
} from '../../domain/contracts.gen.ts';
import { isInForce, ruleStatuses } from '../../domain/rule-status.ts';
import { type Context, deadLetter, drop, forward, type Outcome, type Room, type Stage } from '../../stage.ts';
import { explain } from './explain.ts';
import { type Judgement, judge } from './judge.ts';
import type { InferencePorts } from './ports.ts';
import { type Row, unpack } from './row.ts';
import { scoreRows } from './score-rows.ts';
import { modelDetection, signalsOf, stepSignals } from './signals.ts';

type In = typeof TELEMETRY_FEATURES;
type Out = typeof TELEMETRY_SIGNALS;

interface Judged {
  readonly row: Row;
  readonly judgement: Judgement;
}

/** Scores feature rows with the models, joins them with the rule hits, and tells what is above the bar to the entities it concerns. */
export const inference: Stage<In, Out, never, InferencePorts> = {
  name: 'inference',
  reads: TELEMETRY_FEATURES,
  tables: [MODELS_PROMOTED, RULES_PUBLISHED],
  writes: [TELEMETRY_SIGNALS],
  horizonMs: 0,
  routineDrops: ['below_bar'],
  open: async (ports) => openRoom(ports),
};

function openRoom(ports: InferencePorts): Room<In, Out, never> {
  return {
    async process(batch, context) {
      const rows = unpack(batch);
      const judged = await judgeAll(
        rows.filter((row) => typeof row !== 'string'),
        context,
        ports,
      );
      for (const one of judged) if (hasFeatures(one.row)) report(one, ports);
      const answers = (await answer(judged, ports)).values();
      return rows.map((row) => (typeof row === 'string' ? deadLetter(row) : next(answers)));
    },
  };
}

async function judgeAll(
  rows: readonly Row[],
  context: Context<never>,
  { config, model, unscored }: InferencePorts,
): Promise<readonly Judged[]> {
  const promotions = [...context.table(MODELS_PROMOTED).values()];
  const status = ruleStatuses(context.table(RULES_PUBLISHED).values());
  const names = [config.forestModel, config.sequenceModel];
  const scores = await Promise.all(
    names.map((name) => scoreRows({ port: model, name, promotions, deadlineMs: config.deadlineMs }, rows)),
  );
  for (const [place, name] of names.entries()) {
    const missing = rows.filter((row, i) => hasFeatures(row) && (scores[place]?.[i] ?? null) === null).length;
    if (missing > 0) unscored?.(name, missing);
  }
  return rows.map((row, i) => {
    const hits = row.value.hits.filter(({ id }) => isInForce(status(row.tenant, id)));
    // no model is missing where there is nothing to score
    const asked = hasFeatures(row) ? names : [];
    const said = asked.map((name, place) => [name, scores[place]?.[i] ?? null] as const);
    const judged = judge(hits, said, config);
    const judgement = { ...judged, degraded: [...row.value.degraded, ...judged.degraded] };
    // a correlation waits for it, whatever the bar is
    return { row, judgement: hasFeatures(row) ? judgement : { ...judgement, forwarded: hits.length > 0 } };
  });
}

const hasFeatures = ({ vector }: Row): boolean => vector.length > 0;

function report({ row, judgement }: Judged, { scores }: InferencePorts): void {
  const detectors = [...judgement.hits.map((hit) => hit.id), ...judgement.models.map((score) => score.manifest.name)];
  scores?.({ event: row.value.event, score: judgement.score, detectors });
}

async function answer(judged: readonly Judged[], { model, config }: InferencePorts): Promise<readonly Outcome<Out>[]> {
  const wanted = judged
    .filter(({ judgement }) => judgement.forwarded)
    .flatMap(({ row, judgement }) => judgement.models.map((score) => ({ score, vector: row.vector })));
  const facts = await explain(model, wanted, config);
  return judged.map(({ row, judgement }) => {
    const steps = stepSignals(row, judgement);
    if (!judgement.forwarded) return steps.length > 0 ? forward(...steps) : drop('below_bar');
    const said = judgement.models.map((score) => modelDetection(score, facts.get(score) ?? [], config));
    const detections: readonly Detection[] = [...judgement.hits, ...said];
    return forward(...signalsOf(row, judgement, detections), ...steps);
  });
}

function next<T>(values: Iterator<T>): T {
  const result = values.next();
  if (result.done) throw new RangeError('fewer answers than rows');
  return result.value;
}

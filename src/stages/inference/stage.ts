import {
  MODELS_PROMOTED,
  type PromotedModel,
  RULES_PUBLISHED,
  TELEMETRY_FEATURES,
  TELEMETRY_SIGNALS,
} from '../../domain/contracts.gen.ts';
import { isInForce, ruleStatuses } from '../../domain/rule-status.ts';
import { promotedRefs } from '../../models/version-choice.ts';
import { type Context, deadLetter, drop, forward, type Outcome, type Room, type Stage } from '../../stage.ts';
import { wantedModels } from './config.ts';
import { explain } from './explain.ts';
import { type Judgement, judge, notableModels } from './judge.ts';
import { type Batch, measurements } from './measure.ts';
import { askPanel, type Panel } from './panel.ts';
import type { InferencePorts } from './ports.ts';
import { type Row, unpack } from './row.ts';
import { signalsOf, stepSignals } from './signals.ts';

type In = typeof TELEMETRY_FEATURES;
type Out = typeof TELEMETRY_SIGNALS;
type Promoted = ReadonlyMap<string, PromotedModel>;

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
  let prepared: unknown = null;
  const wanted = new Set(wantedModels(ports.config));
  const prepare = (promoted: Promoted) =>
    ports.model.prepare(promotedRefs(promoted.values()).filter(({ name }) => wanted.has(name)));
  return {
    prepares: { table: MODELS_PROMOTED, prepare },
    async process(batch, context) {
      const rows = unpack(batch);
      const promoted = context.table(MODELS_PROMOTED);
      // a version that came into force unprepared, as another owner's does, is opened before the first row that it scores
      if (promoted !== prepared) await prepare(promoted);
      prepared = promoted;
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
  ports: InferencePorts,
): Promise<readonly Judged[]> {
  const { config, model } = ports;
  const promotions = [...context.table(MODELS_PROMOTED).values()];
  const status = ruleStatuses(context.table(RULES_PUBLISHED).values());
  const panel = await askPanel(model, rows, promotions, config);
  const judged = rows.map((row, i) => {
    const hits = row.value.hits.filter(({ id }) => isInForce(status(row.tenant, id)));
    const judgement = judge(hits, panel.said[i] ?? [], panel.ensembleOf[i] ?? null, config);
    const degraded = [...row.value.degraded, ...judgement.degraded];
    // a correlation waits for what did not happen, whatever the bar is
    return {
      row,
      judgement: { ...judgement, degraded, forwarded: hasFeatures(row) ? judgement.forwarded : hits.length > 0 },
    };
  });
  tell(panel, { rows, judgements: judged.map(({ judgement }) => judgement) }, ports);
  return judged;
}

/** Tells the ports what each version did, and what went without. */
function tell(panel: Panel, batch: Batch, { config, measured, unscored }: InferencePorts): void {
  if (measured) for (const one of measurements(panel, batch, config)) measured(one);
  const missing = new Map<string, number>();
  for (const name of batch.judgements.flatMap(({ degraded }) => degraded))
    missing.set(name, (missing.get(name) ?? 0) + 1);
  for (const name of wantedModels(config)) {
    const count = missing.get(name) ?? 0;
    if (count > 0) unscored?.(name, count);
  }
}

const hasFeatures = ({ vector }: Row): boolean => vector.length > 0;

function report({ row, judgement }: Judged, { scores, config }: InferencePorts): void {
  const detectors = [
    ...judgement.hits.map((hit) => hit.id),
    ...notableModels(judgement, config).map((score) => score.manifest.name),
  ];
  const { score, confidence } = judgement;
  scores?.({ event: row.value.event, score, confidence, detectors });
}

async function answer(judged: readonly Judged[], { model, config }: InferencePorts): Promise<readonly Outcome<Out>[]> {
  const wanted = judged.filter(({ judgement }) => judgement.forwarded);
  const explanations = (await explain(model, wanted, config)).values();
  return judged.map(({ row, judgement }) => {
    const steps = stepSignals(row, judgement);
    if (!judgement.forwarded) return steps.length > 0 ? forward(...steps) : drop('below_bar');
    return forward(...signalsOf(row, judgement, next(explanations)), ...steps);
  });
}

function next<T>(values: Iterator<T>): T {
  const result = values.next();
  if (result.done) throw new RangeError('fewer answers than rows');
  return result.value;
}

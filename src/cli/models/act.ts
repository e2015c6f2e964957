import type { PromotedModel } from '../../domain/contracts.gen.ts';
import type { ExperimentReport } from '../../models/experiment.ts';
import { ended, type Move, promoteChanges, promotionId } from '../../models/promotion.ts';
import { BY_GUARD, type Finding, inForceFor } from '../../models/watch.ts';
import type { Logger, Metrics } from '../../ports.ts';
import { data, jsonLine } from '../output.ts';
import type { ModelDesk } from './desk.ts';
import { soundModel } from './options.ts';
import { rollBack } from './rollback.ts';

/** advise: only tell. guard: take back what breaks its bounds. auto: promote and end trials too. */
export type Mode = 'advise' | 'guard' | 'auto';

export interface Acting {
  readonly desk: ModelDesk;
  readonly mode: Mode;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** What was last decided, by seat. */
  readonly told: Map<string, string>;
  /** Epoch ms. */
  readonly now: number;
}

/** Tells a finding once, and does what the mode allows. What fails is tried again at the next look. */
export async function act(finding: Finding, acting: Acting): Promise<void> {
  const { logger, metrics, told } = acting;
  if (finding.kind === 'trial') measure(finding.trial, finding.report, metrics);
  const step = finding.kind === 'trial' ? trialStep(finding, acting) : guardStep(finding, acting);
  const seat = finding.kind === 'trial' ? finding.trial : finding.active;
  const id = `${seat.tenant}/${promotionId(seat)} ${seat.time}`;
  if (step === null || told.get(id) === step.decision) return;
  try {
    const done = (await step.work?.()) ?? 'nothing was changed';
    told.set(id, step.decision);
    const { name, version, tenant, role } = seat;
    data(jsonLine({ decision: step.decision, model: name, version, tenant, role, because: step.because, done }));
  } catch (cause) {
    logger.error({ model: seat.name, cause: (cause as Error).message }, 'a decision could not be carried out');
  }
}

interface Step {
  readonly decision: string;
  readonly because: string;
  /** Answers what was done; absent where the mode does not allow it. */
  readonly work?: () => Promise<string>;
}

function trialStep(
  { trial, report }: Extract<Finding, { kind: 'trial' }>,
  { desk, mode, now, metrics }: Acting,
): Step | null {
  const { decision, because, guard } = report;
  if (decision === 'go on') return null;
  const isGuard = guard.kind === 'rollback';
  const reason = isGuard ? `${BY_GUARD}${guard.metric}` : `experiment: ${because}`;
  const isAllowed = isGuard ? mode !== 'advise' : mode === 'auto' && (decision === 'end' || trial.role === 'canary');
  if (!isAllowed) return { decision, because };
  const work = async () => {
    if (isGuard) metrics.count('vedette_model_rollbacks_total', { model: trial.name, metric: guard.metric });
    return decision === 'end'
      ? endTrial(desk, trial, moveOf(trial, reason, now))
      : promote(desk, trial, moveOf(trial, reason, now));
  };
  return { decision, because, work };
}

function guardStep(
  { active, metric }: Extract<Finding, { kind: 'broken' }>,
  { desk, mode, now, metrics }: Acting,
): Step {
  const step = { decision: 'rollback', because: `it breaks the bound of the guard on ${metric}` };
  if (mode === 'advise') return step;
  const work = async () => {
    const done = await rollBack(desk, active, moveOf(active, `${BY_GUARD}${metric}`, now));
    metrics.count('vedette_model_rollbacks_total', { model: active.name, metric });
    return done;
  };
  return { ...step, work };
}

const moveOf = ({ tenant }: PromotedModel, reason: string, now: number): Move => ({
  ...{ tenant, reason, now },
  by: 'vedette models watch',
});

async function endTrial(desk: ModelDesk, trial: PromotedModel, move: Move): Promise<string> {
  await desk.write([{ promotion: ended(trial, move) }]);
  return `the ${trial.role} has ended`;
}

async function promote(desk: ModelDesk, trial: PromotedModel, move: Move): Promise<string> {
  const model = await soundModel(desk, trial.name, trial.version, true);
  const promotions = await desk.promotions();
  const changes = promoteChanges(model, promotions, inForceFor(trial, promotions), move);
  await desk.write(changes.map((promotion) => ({ promotion })));
  return 'it is in force';
}

function measure({ name, version }: PromotedModel, report: ExperimentReport, metrics: Metrics): void {
  const tests = {
    forwarded: report.forwarded,
    alike: report.alike,
    false_alerts: report.falseAlerts,
    latency: report.latency,
  };
  for (const [test, { pValue }] of Object.entries(tests))
    metrics.gauge('vedette_model_trial_p_value', { model: name, version, test }, pValue);
}

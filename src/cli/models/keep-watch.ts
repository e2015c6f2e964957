import {
  ALERTS_RAISED,
  type DetectionFinding,
  FEEDBACK_SUBMITTED,
  type Feedback,
  MODELS_MEASURED,
  MODELS_PROMOTED,
  type ModelMeasurement,
  type PromotedModel,
} from '../../domain/contracts.gen.ts';
import { type DriftWatch, openDriftWatch } from '../../models/drift-watch.ts';
import { type JudgedAlert, openVerdictDrift, type VerdictDrift } from '../../models/verdict-drift.ts';
import { openWatch, type Watch, type WatchBounds } from '../../models/watch.ts';
import type { Logger } from '../../ports.ts';
import { systemClock } from '../../shell/clock.ts';
import { serveHttp } from '../../shell/http.ts';
import { prometheusMetrics } from '../../shell/metrics.ts';
import { act, type Mode } from './act.ts';
import { DAY_MS } from './ask-for-training.ts';
import type { ModelDesk } from './desk.ts';
import { type Followed, type Following, followValues } from './follow-values.ts';
import { tellDrift } from './tell-drift.ts';
import { openVerdictTeller } from './tell-verdict-drift.ts';

export interface Watching {
  readonly bounds: WatchBounds;
  readonly mode: Mode;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

/** OCSF: statistical, and machine learning. */
const LEARNED = [3, 4];
const LOOK_EVERY_MS = 2_000;
const DRIFT_EVERY_MS = 600_000;

/** Watches until the signal. Throws when a topic can no longer be followed. */
export async function keepWatch(desk: ModelDesk, { bounds, mode, logger, signal }: Watching): Promise<void> {
  const [watch, drift, verdictDrift] = [openWatch(bounds), openDriftWatch(), openVerdictDrift()];
  const tellVerdictDrift = openVerdictTeller();
  const metrics = prometheusMetrics(new Set());
  const broken = new AbortController();
  const following: Following = { desk, signal: AbortSignal.any([signal, broken.signal]) };
  const { failed } = await followAll(following, { watch, drift, verdictDrift });
  failed.catch(() => broken.abort());
  const http = await serve(desk.environment.httpPort, metrics);
  logger.info({ mode, httpPort: http.port }, 'watching the models');
  const told = new Map<string, string>();
  let driftAt = systemClock.now() + DRIFT_EVERY_MS;
  try {
    while (!following.signal.aborted) {
      const now = systemClock.now();
      for (const finding of watch.look(now)) await act(finding, { desk, mode, logger, metrics, told, now });
      const telling = { desk, mode, logger, metrics, now, asked: told };
      await tellVerdictDrift(verdictDrift.shiftsSince(now - DAY_MS), telling);
      if (now >= driftAt) {
        driftAt = now + DRIFT_EVERY_MS;
        await tellDrift(drift.take(), telling);
      }
      await systemClock.sleep(LOOK_EVERY_MS, following.signal);
    }
    if (broken.signal.aborted) await failed;
  } finally {
    await http.close();
  }
}

interface Watches {
  readonly watch: Watch;
  readonly drift: DriftWatch;
  readonly verdictDrift: VerdictDrift;
}

/** Tables and alerts are read to their ends before what refers to them. */
async function followAll(following: Following, { watch, drift, verdictDrift }: Watches): Promise<Followed> {
  const promotions = new Map<string, PromotedModel>();
  const table = await followValues(following, MODELS_PROMOTED, (value, { key }) => {
    const name = Buffer.from(key ?? []).toString();
    if (value === null) promotions.delete(name);
    else promotions.set(name, value as PromotedModel);
    watch.promoted([...promotions.values()]);
  });
  const alerts = await followValues(following, ALERTS_RAISED, (value) => raised(value as DetectionFinding, watch));
  const verdicts = await followValues(following, FEEDBACK_SUBMITTED, (value, { timestamp }) => {
    const judged = judgedAlert(value as Feedback, timestamp, watch);
    if (judged) verdictDrift.judged(judged);
  });
  const measured = await followValues(following, MODELS_MEASURED, (value, { timestamp }) => {
    watch.measured(value as ModelMeasurement, timestamp);
    drift.measured(value as ModelMeasurement);
  });
  return { failed: Promise.race([table, alerts, verdicts, measured].map((one) => one.failed)) };
}

function raised({ finding_info, metadata }: DetectionFinding, watch: Watch): void {
  const tenant = metadata.tenant_uid ?? '';
  const learned = (finding_info.related_analytics ?? []).filter(({ type_id }) => LEARNED.includes(type_id));
  const named = learned.map(({ uid, version }) => ({ tenant, name: uid, version: version ?? '' }));
  watch.raised(`${tenant}/${finding_info.uid}`, named);
}

/** Takes what a verdict says; null where it says nothing new of an alert that is known. */
function judgedAlert({ tenant, body }: Feedback, at: number, watch: Watch): JudgedAlert | null {
  if (!('vedette.Verdict' in body)) return null;
  const { alert, verdict } = body['vedette.Verdict'];
  const versions = watch.judged(`${tenant}/${alert}`, verdict);
  return versions && { tenant, versions, isFalse: verdict === 'false_positive', at };
}

function serve(port: number, metrics: ReturnType<typeof prometheusMetrics>) {
  const alive = () => ({ ok: true, faults: [] });
  return serveHttp({
    port,
    ...{ live: alive, ready: alive },
    metrics: async () => ({ text: await metrics.text(), contentType: metrics.contentType }),
  });
}

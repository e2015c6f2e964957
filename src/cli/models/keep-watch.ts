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
import { openWatch, type Watch, type WatchBounds } from '../../models/watch.ts';
import type { Logger } from '../../ports.ts';
import { systemClock } from '../../shell/clock.ts';
import { serveHttp } from '../../shell/http.ts';
import { prometheusMetrics } from '../../shell/metrics.ts';
import { act, type Mode } from './act.ts';
import type { ModelDesk } from './desk.ts';
import { type Followed, type Following, followValues } from './follow-values.ts';
import { tellDrift } from './tell-drift.ts';

export interface Watching {
  readonly bounds: WatchBounds;
  readonly mode: Mode;
  readonly logger: Logger;
  readonly signal: AbortSignal;
}

const LOOK_EVERY_MS = 2_000;
const DRIFT_EVERY_MS = 600_000;

/** Watches until the signal. Throws when a topic can no longer be followed. */
export async function keepWatch(desk: ModelDesk, { bounds, mode, logger, signal }: Watching): Promise<void> {
  const watch = openWatch(bounds);
  const drift = openDriftWatch();
  const metrics = prometheusMetrics(new Set());
  const broken = new AbortController();
  const following: Following = { desk, signal: AbortSignal.any([signal, broken.signal]) };
  const { failed } = await followAll(following, watch, drift);
  failed.catch(() => broken.abort());
  const http = await serve(desk.environment.httpPort, metrics);
  logger.info({ mode, httpPort: http.port }, 'watching the models');
  const told = new Map<string, string>();
  let driftAt = systemClock.now() + DRIFT_EVERY_MS;
  try {
    while (!following.signal.aborted) {
      const now = systemClock.now();
      for (const finding of watch.look(now)) await act(finding, { desk, mode, logger, metrics, told, now });
      if (now >= driftAt) {
        driftAt = now + DRIFT_EVERY_MS;
        await tellDrift(drift.take(), { desk, mode, logger, metrics, now, asked: told });
      }
      await systemClock.sleep(LOOK_EVERY_MS, following.signal);
    }
    if (broken.signal.aborted) await failed;
  } finally {
    await http.close();
  }
}

/** Tables and alerts are read to their ends before what refers to them. */
async function followAll(following: Following, watch: Watch, drift: DriftWatch): Promise<Followed> {
  const promotions = new Map<string, PromotedModel>();
  const table = await followValues(following, MODELS_PROMOTED, (value, { key }) => {
    const name = Buffer.from(key ?? []).toString();
    if (value === null) promotions.delete(name);
    else promotions.set(name, value as PromotedModel);
    watch.promoted([...promotions.values()]);
  });
  const alerts = await followValues(following, ALERTS_RAISED, (value) => raised(value as DetectionFinding, watch));
  const verdicts = await followValues(following, FEEDBACK_SUBMITTED, (value) => judged(value as Feedback, watch));
  const measured = await followValues(following, MODELS_MEASURED, (value, { timestamp }) => {
    watch.measured(value as ModelMeasurement, timestamp);
    drift.measured(value as ModelMeasurement);
  });
  return { failed: Promise.race([table, alerts, verdicts, measured].map((one) => one.failed)) };
}

function raised({ finding_info, metadata }: DetectionFinding, watch: Watch): void {
  const tenant = metadata.tenant_uid ?? '';
  const named = (finding_info.related_analytics ?? []).map(({ uid, version }) => ({
    tenant,
    name: uid,
    version: version ?? '',
  }));
  watch.raised(`${tenant}/${finding_info.uid}`, named);
}

function judged({ tenant, body }: Feedback, watch: Watch): void {
  const verdict = 'vedette.Verdict' in body ? body['vedette.Verdict'] : null;
  if (verdict) watch.judged(`${tenant}/${verdict.alert}`, verdict.verdict);
}

function serve(port: number, metrics: ReturnType<typeof prometheusMetrics>) {
  const alive = () => ({ ok: true, faults: [] });
  return serveHttp({
    port,
    ...{ live: alive, ready: alive },
    metrics: async () => ({ text: await metrics.text(), contentType: metrics.contentType }),
  });
}

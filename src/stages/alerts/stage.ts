import {
  ALERTS_EVIDENCE,
  ALERTS_FLAT,
  ALERTS_RAISED,
  ALERTS_SILENCES,
  INCIDENTS_RAISED,
  THREATS_CORRELATED,
  type Threat,
} from '../../domain/contracts.gen.ts';
import {
  type Context,
  type Due,
  deadLetter,
  drop,
  forward,
  type Input,
  type Key,
  type Outcome,
  type Rec,
  type Room,
  type Stage,
} from '../../stage.ts';
import type { AlertsConfig } from './config.ts';
import { detectionFinding, type Standing } from './detection-finding.ts';
import { findingInfo } from './finding-parts.ts';
import { flatAlert } from './flat-alert.ts';
import { type Ended, group, incidentOf, nextDue, settleIncidents } from './grouping.ts';
import { newsOf } from './incident.ts';
import { incidentFinding } from './incident-finding.ts';
import { isClosed, isSilenced } from './silences.ts';
import { type Progress, standingOf, suppressor } from './standing.ts';
import { type AlertState, type AlertsState, alertsStateCodec, type Incident, type IncidentBook } from './state.ts';

type In = typeof THREATS_CORRELATED;
type Out = typeof ALERTS_RAISED | typeof ALERTS_FLAT | typeof INCIDENTS_RAISED | typeof ALERTS_EVIDENCE;
type Here = Context<AlertsState>;

export interface AlertsPorts {
  readonly config: AlertsConfig;
}

const HOUR = 3_600_000;

/** Makes alerts and incidents of threats, in OCSF. */
export const alerts: Stage<In, Out, AlertsState, AlertsPorts> = {
  name: 'alerts',
  reads: THREATS_CORRELATED,
  tables: [ALERTS_SILENCES],
  writes: [ALERTS_RAISED, ALERTS_FLAT, INCIDENTS_RAISED, ALERTS_EVIDENCE],
  state: alertsStateCodec,
  // An incident spans a day and stays open for two hours more
  horizonMs: 26 * HOUR,
  routineDrops: ['repeated_revision', 'silenced', 'closed_by_analyst'],
  open: async ({ config }) => openRoom(config),
};

function openRoom(config: AlertsConfig): Room<In, Out, AlertsState> {
  return {
    keys: ({ key, value }) => [alertKey(key.tenant, value.uid), bookKey(key.tenant)],
    process: (batch, context) => batch.map((input) => take(input, config, context)),
    timers: (due, context) => due.flatMap((one) => wake(one, config, context)),
  };
}

const alertKey = (tenant: string, uid: string): Key => ({ tenant, id: `alert:${uid}` });
const bookKey = (tenant: string): Key => ({ tenant, id: 'incidents' });

function take({ key, value: threat }: Input<In>, config: AlertsConfig, context: Here): Outcome<Out> {
  if (threat.tenant !== key.tenant) return deadLetter('tenant_mismatch');
  const alert = alertState(context, key.tenant, threat.uid);
  if (threat.revision <= alert.revision) return drop('repeated_revision');
  alert.revision = threat.revision;
  const refusal = refusalOf(threat, alert, context);
  const records = refusal === null ? publish(threat, alert, config, context) : [];
  context.set(alertKey(key.tenant, threat.uid), alert);
  if (threat.phase === 'close') context.timer(alertKey(key.tenant, threat.uid), threat.time + config.keepClosedMs);
  return refusal === null ? forward(...records) : drop(refusal);
}

/** What was published must also be closed: the last revision of such an alert is never refused. */
function refusalOf(threat: Threat, alert: AlertState, context: Here): string | null {
  if (threat.phase === 'close' && alert.createdAt !== null) return null;
  if (alert.isClosedByAnalyst) return 'closed_by_analyst';
  return isSilenced(threat, context.table(ALERTS_SILENCES).values()) ? 'silenced' : null;
}

function publish(threat: Threat, alert: AlertState, config: AlertsConfig, context: Here): readonly Rec<Out>[] {
  const book = bookOf(context, threat.tenant);
  const progress: Progress = {
    isFirst: alert.createdAt === null,
    isClosed: threat.phase === 'close' || isClosed(threat, context.table(ALERTS_SILENCES).values()),
  };
  alert.createdAt ??= threat.time;
  alert.isClosedByAnalyst = progress.isClosed && threat.phase !== 'close';
  const suppressing = suppressor(incidentOf(book, threat, config), threat, config);
  const info = findingInfo(threat, alert.createdAt, suppressing);
  const { incident, ended } = group(book, threat, info, !progress.isClosed, config);
  keepBook(threat.tenant, book, config, context);
  for (const { because } of ended) if (because === 'evicted') context.count('evicted', threat.tenant);
  const standing = standingOf(progress, alert.createdAt, incident.uid, suppressing);
  return [
    ...alertRecords(threat, standing),
    ...(progress.isFirst || threat.phase === 'close' ? [evidenceRecord(threat)] : []),
    ...ended.map((one) => endRecord(one, threat.tenant, config)),
    ...newsRecords(incident, threat, config),
  ];
}

function alertRecords(threat: Threat, standing: Standing): readonly Rec<Out>[] {
  const key = { tenant: threat.tenant, id: threat.uid };
  return [
    { to: ALERTS_RAISED, key, value: detectionFinding(threat, standing) },
    { to: ALERTS_FLAT, key, value: flatAlert(threat, standing) },
  ];
}

/** What a verdict is joined with: a verdict may come before the alert has closed. */
const evidenceRecord = ({ tenant, uid, revision, evidence }: Threat): Rec<Out> => ({
  ...{ to: ALERTS_EVIDENCE, key: { tenant, id: uid } },
  value: { uid, tenant, revision, evidence },
});

function newsRecords(
  incident: Incident,
  { tenant, time }: Threat,
  { assigneeGroup }: AlertsConfig,
): readonly Rec<Out>[] {
  const news = newsOf(incident);
  if (news === incident.told) return [];
  incident.told = news;
  const value = incidentFinding(incident, { tenant, time, ended: null, assigneeGroup });
  return [{ to: INCIDENTS_RAISED, key: { tenant, id: incident.uid }, value }];
}

function endRecord({ incident, because, into }: Ended, tenant: string, config: AlertsConfig): Rec<Out> {
  const time = because === 'quiet' ? incident.end + config.gapMs : incident.end;
  const standing = { tenant, time, ended: { because, into }, assigneeGroup: config.assigneeGroup };
  return { to: INCIDENTS_RAISED, key: { tenant, id: incident.uid }, value: incidentFinding(incident, standing) };
}

/** The watermark has passed: closed alerts are forgotten, quiet incidents end. */
function wake({ key }: Due, config: AlertsConfig, context: Here): readonly Rec<Out>[] {
  const state = context.state(key);
  if (state?.kind !== 'incidents') {
    context.delete(key);
    return [];
  }
  const ended = settleIncidents(state, context.watermark, config);
  keepBook(key.tenant, state, config, context);
  return ended.map((one) => endRecord(one, key.tenant, config));
}

function keepBook(tenant: string, book: IncidentBook, config: AlertsConfig, context: Here): void {
  const key = bookKey(tenant);
  if (book.open.length > 0) context.set(key, book);
  else context.delete(key);
  context.timer(key, nextDue(book, config));
}

function alertState(context: Here, tenant: string, uid: string): AlertState {
  const state = context.state(alertKey(tenant, uid));
  return state?.kind === 'alert' ? state : { kind: 'alert', revision: 0, createdAt: null, isClosedByAnalyst: false };
}

function bookOf(context: Here, tenant: string): IncidentBook {
  const state = context.state(bookKey(tenant));
  return state?.kind === 'incidents' ? state : { kind: 'incidents', open: [] };
}

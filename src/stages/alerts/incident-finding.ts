import type { IncidentFinding } from '../../domain/contracts.gen.ts';
import { confidenceId, riskLevel, riskLevelId, severityName } from '../../domain/severity.ts';
import { type Activity, attack, metadata, observables, typed } from './finding-parts.ts';
import type { Ended } from './grouping.ts';
import { riskOfIncident } from './incident.ts';
import type { Incident } from './state.ts';
import { incidentMessage } from './wording.ts';

/** How an incident stands: `ended` is null while it is open. */
export interface IncidentStanding {
  readonly tenant: string;
  readonly time: number;
  readonly ended: Pick<Ended, 'because' | 'into'> | null;
  readonly assigneeGroup: string;
}

const STATUSES = {
  new: [1, 'New'],
  progress: [2, 'In Progress'],
  resolved: [4, 'Resolved'],
  closed: [5, 'Closed'],
} as const;

/** OCSF Incident Finding of the incident as it stands, with the next revision. */
export function incidentFinding(incident: Incident, standing: IncidentStanding): IncidentFinding {
  incident.revision += 1;
  const { tenant, time, ended, assigneeGroup } = standing;
  const { members, severity, hosts, users, techniques } = incident;
  const alerts = members.length + incident.unlisted;
  const level = riskLevelId(riskOfIncident(incident));
  const [status_id, status] = STATUSES[statusOf(incident.revision, ended)];
  return {
    ...typed(2005, 'Incident Finding', activityOf(incident.revision, ended)),
    time,
    start_time: incident.start,
    end_time: incident.end,
    count: alerts,
    severity_id: severity,
    severity: severityName(severity),
    status_id,
    status,
    message: incidentMessage(severity, alerts, hosts, users),
    confidence_score: Math.round(incident.confidence * 100),
    confidence_id: confidenceId(incident.confidence),
    metadata: metadata(tenant, incident.uid, incident.revision),
    observables: observables(incident),
    finding_info_list: members.map(({ info }) => info),
    attacks: techniques.toSorted().map(attack),
    desc: incidentMessage(severity, alerts, hosts, users),
    impact_id: Math.min(4, Math.max(1, severity - 1)),
    priority_id: Math.max(1, level),
    priority: riskLevel(Math.max(20, riskOfIncident(incident))),
    verdict_id: 0,
    assignee_group: { name: assigneeGroup },
    unmapped: JSON.stringify(ownFacts(incident, standing)),
  };
}

const activityOf = (revision: number, ended: IncidentStanding['ended']): Activity =>
  ended ? 3 : revision === 1 ? 1 : 2;

function statusOf(revision: number, ended: IncidentStanding['ended']): keyof typeof STATUSES {
  if (ended) return ended.because === 'quiet' ? 'resolved' : 'closed';
  return revision === 1 ? 'new' : 'progress';
}

const ownFacts = (incident: Incident, { tenant, ended }: IncidentStanding) => ({
  incident_uid: incident.uid,
  revision: incident.revision,
  tenant,
  risk_score: Math.round(riskOfIncident(incident)),
  created_time: incident.createdAt,
  techniques: incident.techniques.toSorted(),
  alerts: incident.members.map(({ uid, role, entity, severity, risk, isOpen }) => {
    return { uid, role, entity, severity_id: severity, risk_score: Math.round(risk), open: isOpen };
  }),
  alerts_unlisted: incident.unlisted,
  merged: incident.merged,
  ended: ended?.because ?? null,
  merged_into: ended?.into ?? null,
});

import type { DetectionFinding, Enrichment, Evidence, EvidenceArtifact, Threat } from '../../domain/contracts.gen.ts';
import { safeText } from '../../domain/safe-text.ts';
import { confidenceId, riskLevel, riskLevelId, severityName } from '../../domain/severity.ts';
import { completenessOf } from './completeness.ts';
import { type Activity, findingInfo, metadata, observables, typed } from './finding-parts.ts';
import { alertMessage } from './wording.ts';

/** What the alerts stage adds to a threat. */
export interface Standing {
  readonly activity: Activity;
  readonly status: { readonly id: number; readonly name: string };
  readonly createdAt: number;
  readonly incident: string;
  /** Alert because of which this one is suppressed. */
  readonly suppressing: string | null;
}

const MAX_ARTIFACTS = 20;
const MAX_EXPLANATIONS = 10;

/** OCSF Detection Finding of one revision of a threat. */
export function detectionFinding(threat: Threat, standing: Standing): DetectionFinding {
  const { activity, status, suppressing } = standing;
  const risk = Math.round(threat.risk);
  const told = strongest(threat, MAX_ARTIFACTS);
  return {
    ...typed(2004, 'Detection Finding', activity),
    time: threat.time,
    start_time: threat.start,
    end_time: threat.end,
    count: threat.evidenceCount,
    severity_id: threat.severity,
    severity: severityName(threat.severity),
    status_id: status.id,
    status: status.name,
    message: alertMessage(threat),
    confidence_score: Math.round(threat.confidence * 100),
    confidence_id: confidenceId(threat.confidence),
    metadata: metadata(threat.tenant, threat.uid, threat.revision),
    observables: observables(threat),
    finding_info: findingInfo(threat, standing.createdAt, suppressing),
    is_alert: suppressing === null,
    risk_score: risk,
    risk_level_id: riskLevelId(risk),
    risk_level: riskLevel(risk),
    risk_details: threat.reasons.map((reason) => safeText(reason, 200)).join('; '),
    evidences: threat.evidence.filter((one) => told.includes(one)).map(artifact),
    // what decided comes first, so that it is explained whole
    enrichments: told.flatMap(explanations).slice(0, MAX_EXPLANATIONS),
    unmapped: JSON.stringify(ownFacts(threat, standing)),
  };
}

/** What decided the alert, then the highest scored. */
function strongest({ evidence, decidingEvent }: Threat, limit: number): readonly Evidence[] {
  const isDeciding = ({ event }: Evidence) => Number(event.id === decidingEvent);
  return evidence.toSorted((a, b) => isDeciding(b) - isDeciding(a) || b.score - a.score).slice(0, limit);
}

function artifact({ event, score, confidence, base, ensemble, detections }: Evidence): EvidenceArtifact {
  const { id, time, host, observer, user, process, parent, file, domain, url, hash, code, rawPartition, rawOffset } =
    event;
  const facts = {
    ...{
      time,
      class: event.class,
      action: event.action,
      outcome: event.outcome,
      host,
      observer,
      user,
      process,
      parent,
    },
    command_line: event.commandLine,
    ...{ src_ip: event.srcIp, src_port: event.srcPort, dst_ip: event.dstIp, dst_port: event.dstPort },
    ...{ file, domain, url, hash, code, raw_partition: rawPartition, raw_offset: rawOffset, score },
    ...(base !== null && { confidence, base }),
    ensemble,
    detectors: detections.map((one) => ({ id: one.id, probability: one.probability, techniques: one.techniques })),
  };
  const told = Object.entries(facts).filter(
    ([name, value]) => value !== '' && !(name.endsWith('_port') && value === 0),
  );
  return {
    uid: id,
    name: safeText(detections[0]?.title ?? event.action),
    data: JSON.stringify(Object.fromEntries(told)),
  };
}

/** Why each detector spoke: its facts with what is normal. The event's base and the contributions of all its facts are its confidence. */
const explanations = ({ event, confidence, base, detections }: Evidence): readonly Enrichment[] =>
  detections
    .filter(({ facts }) => facts.length > 0)
    .map(({ id, raw, probability, facts }) => ({
      name: 'explanation',
      value: id,
      data: JSON.stringify({ event: event.id, ...(base !== null && { confidence, base }), raw, probability, facts }),
      type: 'contributions',
    }));

const ownFacts = (threat: Threat, { incident, suppressing }: Standing) => ({
  revision: threat.revision,
  phase: threat.phase,
  rule: threat.rule,
  rule_version: threat.ruleVersion,
  role: threat.role,
  entity: threat.entity,
  deciding_event: threat.decidingEvent,
  evidence_ids: threat.evidenceIds,
  reasons: threat.reasons,
  techniques: threat.techniques,
  detectors: threat.detectors,
  degraded: threat.degraded,
  related: threat.related,
  suppressing,
  incident_uid: incident,
  completeness: completenessOf(threat),
});

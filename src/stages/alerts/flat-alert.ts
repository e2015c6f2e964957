import { tacticOf } from '../../domain/attack.ts';
import type { FlatAlert, Threat } from '../../domain/contracts.gen.ts';
import { safeText } from '../../domain/safe-text.ts';
import { severityName } from '../../domain/severity.ts';
import { completenessOf, isComplete } from './completeness.ts';
import type { Standing } from './detection-finding.ts';
import { alertMessage, alertTitle } from './wording.ts';

/** A comma inside a name is written as \u{2c}, so that the list splits where it should. */
const list = (names: readonly string[]): string =>
  names.map((name) => safeText(name, 300).replaceAll(',', '\\u{2c}')).join(',');

/** One revision of an alert as a row of a table. */
export function flatAlert(threat: Threat, { status, incident, suppressing }: Standing): FlatAlert {
  const completeness = completenessOf(threat);
  const tactics = new Set(threat.techniques.map(({ id }) => tacticOf(id).uid).filter((uid) => uid !== ''));
  return {
    uid: threat.uid,
    tenant: threat.tenant,
    revision: threat.revision,
    status: status.name,
    title: alertTitle(threat),
    rule: threat.rule,
    rule_version: threat.ruleVersion,
    entity_role: threat.role,
    entity: threat.entity,
    severity_id: threat.severity,
    severity: severityName(threat.severity),
    risk_score: Math.round(threat.risk),
    confidence: threat.confidence,
    start_time: threat.start,
    end_time: threat.end,
    time: threat.time,
    evidence_count: threat.evidenceCount,
    hosts: list(threat.hosts),
    users: list(threat.users),
    addresses: list(threat.addresses),
    techniques: list(threat.techniques.map(({ id }) => id)),
    tactics: list([...tactics].sort()),
    detectors: list(threat.detectors.map(({ id }) => id)),
    incident_uid: incident,
    related_uid: threat.related[0] ?? suppressing ?? '',
    complete: isComplete(completeness),
    late: completeness.late,
    dropped: completeness.dropped,
    dead_lettered: completeness.dead_lettered,
    evicted: completeness.evicted,
    watermark: completeness.watermark,
    message: alertMessage(threat),
  };
}

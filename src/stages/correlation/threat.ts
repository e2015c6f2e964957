import { tacticOf } from '../../domain/attack.ts';
import type { DetectorCount, Technique, Threat, ThreatPhase, ThreatRole } from '../../domain/contracts.gen.ts';
import type { Losses } from '../../stage.ts';
import { byTime, compareText, evidenceOf } from './evidence.ts';
import { idsInOrder, riskOfSession } from './session.ts';
import type { Session } from './state.ts';

/** Whose threat it is, and how far the input is. */
export interface Subject {
  readonly tenant: string;
  readonly role: ThreatRole;
  readonly entity: string;
  readonly losses: Losses;
  readonly watermark: number;
}

/** Detectors that agree are not independent: each further one adds a part of its own probability. */
const AGREEMENT = 0.25;
const MAX_CONFIDENCE = 0.99;

/** One revision of a threat as the next stage reads it. Raises the session's revision. */
export function tell(session: Session, phase: ThreatPhase, time: number, subject: Subject): Threat {
  session.revision += 1;
  const risk = riskOfSession(session);
  session.emitted = { time, risk, severity: session.severity, techniques: session.techniques.size };
  return {
    uid: session.uid,
    tenant: subject.tenant,
    phase,
    revision: session.revision,
    rule: session.rule,
    ruleVersion: session.ruleVersion,
    title: session.title,
    role: subject.role,
    entity: subject.entity,
    start: session.start,
    end: session.end,
    time,
    decidingEvent: session.decidingEvent,
    evidence: session.evidence.toSorted(byTime).map(evidenceOf),
    evidenceCount: session.count,
    evidenceIds: idsInOrder(session),
    hosts: session.hosts.toSorted(),
    users: session.users.toSorted(),
    addresses: session.addresses.toSorted(),
    techniques: techniques(session),
    detectors: detectors(session),
    risk,
    severity: session.severity,
    confidence: confidence(session),
    reasons: [...session.reasons].map(([rule, reason]) => `${rule}: ${reason}`),
    degraded: session.degraded.toSorted(),
    related: session.related,
    versions: Object.fromEntries([...session.versions].sort(([a], [b]) => compareText(a, b))),
    origins: [...session.origins].sort(([a], [b]) => a - b).map(([partition, [from, to]]) => ({ partition, from, to })),
    losses: lost(session.lossesAtOpen, subject.losses),
    watermark: known(subject.watermark),
    final: phase === 'close',
  };
}

const techniques = (session: Session): readonly Technique[] =>
  [...session.techniques]
    .map(([id, count]) => ({ id, tactic: tacticOf(id).uid, count }))
    .sort((a, b) => compareText(a.id, b.id));

const detectors = (session: Session): readonly DetectorCount[] =>
  [...session.detectors]
    .map(([id, { probability: _, ...tally }]) => ({ id, ...tally }))
    .sort((a, b) => b.severity - a.severity || compareText(a.id, b.id));

function confidence(session: Session): number {
  const probabilities = [...session.detectors.values()].map(({ probability }) => probability).sort((a, b) => b - a);
  const doubt = probabilities
    .slice(1)
    .reduce((left, probability) => left * (1 - AGREEMENT * probability), 1 - session.confidence);
  return Math.min(MAX_CONFIDENCE, Math.max(0, 1 - doubt));
}

/** Counters start anew with a new store; less than before means nothing known. */
const lost = (then: Losses, now: Losses): Record<string, number> => ({
  late: Math.max(0, now.late - then.late),
  dropped: Math.max(0, now.dropped - then.dropped),
  deadLettered: Math.max(0, now.deadLettered - then.deadLettered),
  evicted: Math.max(0, now.evicted - then.evicted),
});

/** A date that every sink can hold. */
const END_OF_TIME = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** A date is never infinite: 0 says not known yet, the end of the year 9999 says the end of a replay. */
export function known(watermark: number): number {
  if (watermark === Number.POSITIVE_INFINITY) return END_OF_TIME;
  return Number.isFinite(watermark) ? watermark : 0;
}

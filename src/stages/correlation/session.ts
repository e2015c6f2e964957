import { addressScope } from '../../domain/address.ts';
import type { Detection } from '../../domain/contracts.gen.ts';
import { parseModelVersion } from '../../domain/model-version.ts';
import { severityId } from '../../domain/severity.ts';
import type { Losses } from '../../stage.ts';
import type { CorrelationConfig } from './config.ts';
import { byTime, type Item, keepBest, keptOf } from './evidence.ts';
import { rank } from './risk.ts';
import type { Session } from './state.ts';

const MAX_IDS = 2_000;
const MAX_ID_CHARACTERS = 128_000;
const MAX_USERS = 32;
/** More addresses than this say nothing about any one of them. */
const MAX_ADDRESSES = 32;
const MAX_TECHNIQUES = 64;
const MAX_DETECTORS = 64;
const MAX_ORIGINS = 256;
const MAX_DEGRADED = 16;

export interface Opening {
  readonly uid: string;
  readonly rule: string;
  readonly ruleVersion: string;
  readonly title: string;
  readonly related: readonly string[];
  readonly losses: Losses;
}

/** A threat with the deciding item as its only evidence. */
export function openSession(opening: Opening, item: Item): Session {
  const { losses, ...named } = opening;
  const { id, time } = item.event;
  return {
    ...named,
    decidingEvent: id,
    lossesAtOpen: losses,
    revision: 0,
    start: time,
    end: time,
    activeAt: time,
    count: 0,
    ids: new Map(),
    evidence: [],
    hosts: [],
    users: [],
    addresses: [],
    techniques: new Map(),
    detectors: new Map(),
    origins: new Map(),
    peakRisk: 0,
    severity: 0,
    confidence: 0,
    reasons: new Map(),
    versions: new Map(),
    degraded: [],
    emitted: { time, risk: 0, severity: 0, techniques: 0 },
  };
}

/** Why the item cannot be evidence of this threat; null when it can. */
export function limitReached(session: Session, { event }: Item, config: CorrelationConfig): 'span' | 'hosts' | null {
  const span = Math.max(session.end, event.time) - Math.min(session.start, event.time);
  if (span > config.spanMs) return 'span';
  const isNew = event.host !== '' && !session.hosts.includes(event.host);
  return isNew && session.hosts.length >= config.hosts ? 'hosts' : null;
}

/** Adds one piece of evidence. */
export function absorb(session: Session, item: Item): void {
  const { event } = item;
  session.start = Math.min(session.start, event.time);
  session.end = Math.max(session.end, event.time);
  session.count += 1;
  noteId(session, event.id, event.time);
  const evidence = keptOf(item);
  session.evidence = keepBest(session.evidence, evidence, session.decidingEvent);
  addTo(session.hosts, event.host, Number.POSITIVE_INFINITY);
  addTo(session.users, event.user, MAX_USERS);
  for (const address of [event.srcIp, event.dstIp]) {
    if (addressScope(address) !== 'none') addTo(session.addresses, address, MAX_ADDRESSES);
  }
  for (const detection of item.detections) tally(session, detection);
  const ensemble = parseModelVersion(evidence.ensemble);
  if (ensemble) session.versions.set(ensemble.name, ensemble.version);
  for (const name of item.degraded) addTo(session.degraded, name, MAX_DEGRADED);
  noteOrigin(session, event.rawPartition, event.rawOffset);
  session.severity = Math.max(session.severity, severityId(item.severity));
  session.confidence = Math.max(session.confidence, item.confidence);
}

function noteId(session: Session, id: string, time: number): void {
  if (session.ids.size < MAX_IDS && session.ids.size * id.length < MAX_ID_CHARACTERS) session.ids.set(id, time);
}

function addTo(list: string[], text: string, limit: number): void {
  if (text !== '' && list.length < limit && !list.includes(text)) list.push(text);
}

function tally(session: Session, detection: Detection): void {
  const { id, version, kind, title, author, references } = detection;
  const severity = severityId(detection.severity);
  session.severity = Math.max(session.severity, severity);
  const prior = session.detectors.get(id);
  if (prior || session.detectors.size < MAX_DETECTORS) {
    session.versions.set(id, version);
    session.detectors.set(id, {
      ...{ version, kind, title, author, references },
      severity: Math.max(severity, prior?.severity ?? 0),
      count: (prior?.count ?? 0) + 1,
      probability: Math.max(detection.probability, prior?.probability ?? 0),
    });
  }
  for (const technique of detection.techniques) {
    const count = session.techniques.get(technique);
    if (count !== undefined || session.techniques.size < MAX_TECHNIQUES)
      session.techniques.set(technique, (count ?? 0) + 1);
  }
}

function noteOrigin(session: Session, partition: number, offset: number): void {
  const [from, to] = session.origins.get(partition) ?? [offset, offset];
  if (session.origins.has(partition) || session.origins.size < MAX_ORIGINS) {
    session.origins.set(partition, [Math.min(from, offset), Math.max(to, offset)]);
  }
}

/** Figure of 0..100 that ranks the threat. */
export const riskOfSession = (session: Session): number => rank(session.peakRisk, session.severity);

/** True where the threat says something new since it was last told, and that was long enough ago. */
export function isWorthAnUpdate(session: Session, time: number, config: CorrelationConfig): boolean {
  const { emitted } = session;
  if (time - emitted.time < config.updateMs) return false;
  return (
    session.techniques.size > emitted.techniques ||
    session.severity > emitted.severity ||
    riskOfSession(session) >= emitted.risk + config.riskStep
  );
}

/** Ids of the evidence by time, then by id. */
export const idsInOrder = (session: Session): readonly string[] =>
  [...session.ids]
    .map(([id, time]) => ({ event: { id, time } }))
    .sort((a, b) => byTime(a, b))
    .map(({ event }) => event.id);

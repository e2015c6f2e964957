import type { Detection } from '../../domain/contracts.gen.ts';
import { HIGH_SEVERITY, LOW_SEVERITY } from '../../domain/severity.ts';
import type { CorrelationConfig } from './config.ts';
import { byTime, type Item } from './evidence.ts';
import { decayed, riskOf } from './risk.ts';
import type { Lane } from './state.ts';

const MAX_FIRED = 128;
const MAX_TECHNIQUES = 16;
const MAX_HOSTS = 64;

/** Adds a signal to what is known of the entity: risk, detectors with their techniques, hosts and, while no threat is open, the signal itself. True where it changes the picture; a repeat of a noisy detector does not. */
export function remember(lane: Lane, item: Item, config: CorrelationConfig): boolean {
  for (const detection of item.detections) noteDetector(lane, item, detection, config.windowMs);
  const added = riskOf(item, ({ id }) => lane.fired.get(firedKey(id, item))?.count ?? 1);
  addRisk(lane, item.event.time, added, config.halfLifeMs);
  const isNews = ({ id, severity }: Detection) =>
    severity >= HIGH_SEVERITY || lane.fired.get(firedKey(id, item))?.count === 1;
  const isMaterial = added >= config.materialRisk || item.detections.some(isNews);
  noteHost(lane, item, added, config.windowMs);
  lane.last = Math.max(lane.last, item.event.time);
  if (isMaterial && !lane.session) keepRecent(lane, item, added, config);
  return isMaterial;
}

/** The same detector on another host is news: so does an attack spread. */
const firedKey = (detector: string, { event }: Item): string => JSON.stringify([detector, event.host]);

function noteDetector(lane: Lane, item: Item, detection: Detection, windowMs: number): void {
  const { event } = item;
  const key = firedKey(detection.id, item);
  const prior = lane.fired.get(key);
  const isRepeat = prior !== undefined && event.time - prior.last <= windowMs;
  lane.fired.delete(key);
  lane.fired.set(key, {
    count: isRepeat ? prior.count + 1 : 1,
    last: Math.max(event.time, prior?.last ?? event.time),
    lastEvent: event.id,
    severity: detection.severity,
    techniques: [...new Set([...(isRepeat ? prior.techniques : []), ...detection.techniques])].slice(0, MAX_TECHNIQUES),
  });
  dropOldest(lane.fired, MAX_FIRED);
}

function addRisk(lane: Lane, time: number, added: number, halfLifeMs: number): void {
  const at = Math.max(lane.riskAt, time);
  lane.risk = decayed(lane.risk, at - lane.riskAt, halfLifeMs) + decayed(added, at - time, halfLifeMs);
  lane.riskAt = at;
}

/** What is merely informational does not count a host: looking around is no spread. */
function noteHost(lane: Lane, { event, detections }: Item, added: number, windowMs: number): void {
  if (event.host === '' || !detections.some(({ severity }) => severity >= LOW_SEVERITY)) return;
  const prior = lane.hosts.get(event.host);
  const isRecent = prior !== undefined && event.time - prior.last <= windowMs;
  lane.hosts.delete(event.host);
  lane.hosts.set(event.host, {
    risk: (isRecent ? prior.risk : 0) + added,
    last: Math.max(event.time, prior?.last ?? event.time),
  });
  dropOldest(lane.hosts, MAX_HOSTS);
}

/** The lowest risk goes first: a flood of small signals must not push out the first steps of a slow attack. */
function keepRecent(lane: Lane, item: Item, risk: number, config: CorrelationConfig): void {
  const kept = lane.recent.filter((one) => lane.last - one.item.event.time <= config.windowMs);
  kept.push({ item, risk });
  kept.sort((a, b) => b.risk - a.risk || byTime(b.item, a.item));
  lane.recent = kept.slice(0, config.recentLimit);
  lane.unlisted += kept.length - lane.recent.length;
}

/** Maps keep the order of insertion, and what is noted is inserted anew. */
function dropOldest(map: Map<string, unknown>, limit: number): void {
  for (const key of map.keys()) {
    if (map.size <= limit) return;
    map.delete(key);
  }
}

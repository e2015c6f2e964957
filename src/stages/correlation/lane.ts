import type { Threat } from '../../domain/contracts.gen.ts';
import { HIGH_SEVERITY, LOW_SEVERITY, MEDIUM_SEVERITY } from '../../domain/severity.ts';
import { idOf } from '../../domain/uuid5.ts';
import type { CorrelationConfig } from './config.ts';
import { type Correlation, isSilence } from './correlations.ts';
import { byTime, type Item } from './evidence.ts';
import { remember } from './memory.ts';
import { absorb, isWorthAnUpdate, limitReached, openSession } from './session.ts';
import { emptyLane, type Lane, type Session } from './state.ts';
import { type Subject, tell } from './threat.ts';

/** What a signal meets: the entity, the knobs, and the correlations in force for the lane. */
export interface Scene extends Subject {
  readonly config: CorrelationConfig;
  readonly correlations: readonly Correlation[];
}

export interface Fed {
  readonly lane: Lane;
  readonly threats: readonly Threat[];
  /** What became of the signal itself. */
  readonly fate: 'kept' | 'repeated_event' | 'too_late';
}

/** Takes one signal in. Depends on the signals so far and on nothing else: not on batches, not on the watermark. */
export function feed(before: Lane | null, item: Item, scene: Scene): Fed {
  const { time, id } = item.event;
  const settled = settle(before ?? emptyLane(time), time, scene);
  const { lane } = settled;
  if (isSilence(item)) return feedAlone(settled, item, scene);
  if (isStraggler(lane, time, scene.config)) return feedStraggler(settled, item, scene);
  if (isRepeat(lane, id)) return { ...settled, fate: 'repeated_event' };
  const threats = [...settled.threats];
  const limited = lane.session && limitReached(lane.session, item, scene.config) ? lane.session : null;
  if (limited) threats.push(close(lane, limited, limited.end, scene));
  const isMaterial = remember(lane, item, scene.config);
  threats.push(
    ...(lane.session ? join(lane, lane.session, item, isMaterial, scene) : open(lane, item, limited, scene)),
  );
  return { lane, threats, fate: 'kept' };
}

/** Closes what has been quiet for long enough at that time, and forgets what lies beyond the window. */
export function settle(lane: Lane, time: number, scene: Scene): { lane: Lane; threats: readonly Threat[] } {
  const { quietMs, windowMs } = scene.config;
  const threats: Threat[] = [];
  if (lane.session && time > lane.session.activeAt + quietMs) {
    threats.push(close(lane, lane.session, lane.session.activeAt + quietMs, scene));
    lane.risk = 0;
    lane.hosts.clear();
  }
  return { lane: time - lane.last > windowMs ? emptyLane(time) : lane, threats };
}

/** When the lane changes by itself: a threat closes or all is forgotten. */
export const dueOf = ({ session, last }: Lane, { quietMs, windowMs }: CorrelationConfig): number =>
  (session ? session.activeAt + quietMs : last + windowMs) + 1;

function close(lane: Lane, session: Session, time: number, scene: Scene): Threat {
  const threat = tell(session, 'close', time, scene);
  lane.former = { uid: session.uid, end: session.end, decidingEvent: session.decidingEvent };
  lane.session = null;
  lane.recent = [];
  lane.unlisted = 0;
  for (const fired of lane.fired.values()) fired.techniques = [];
  return threat;
}

/** A repeat is known while its first is evidence or may become it; the event that decided a threat never decides another. */
function isRepeat({ session, recent, former }: Lane, id: string): boolean {
  if (id === former?.decidingEvent) return true;
  return session ? session.ids.has(id) : recent.some(({ item }) => item.event.id === id);
}

/** Too old for the threat at hand: to join it would stretch the span, to close it would let old news end new ones. */
const isStraggler = ({ session, last }: Lane, time: number, { spanMs, windowMs }: CorrelationConfig): boolean =>
  time < last - windowMs || (session !== null && time < session.end - spanMs);

/** A straggler that is severe makes a threat of its own, opened and closed at once; any other is late. */
function feedStraggler(settled: { lane: Lane; threats: readonly Threat[] }, item: Item, scene: Scene): Fed {
  if (!item.detections.some(({ severity }) => severity >= HIGH_SEVERITY)) return { ...settled, fate: 'too_late' };
  return feedAlone(settled, item, scene);
}

/** A threat of its own, opened and closed at once, that leaves the lane as it is. */
function feedAlone(settled: { lane: Lane; threats: readonly Threat[] }, item: Item, scene: Scene): Fed {
  const alone = emptyLane(item.event.time);
  remember(alone, item, scene.config);
  const opened = open(alone, item, null, scene);
  const closed = alone.session ? [close(alone, alone.session, alone.session.end, scene)] : [];
  return { ...settled, threats: [...settled.threats, ...opened, ...closed], fate: 'kept' };
}

function join(lane: Lane, session: Session, item: Item, isMaterial: boolean, scene: Scene): readonly Threat[] {
  absorb(session, item);
  if (isMaterial) session.activeAt = Math.max(session.activeAt, item.event.time);
  judge(lane, session, item, scene);
  if (!isWorthAnUpdate(session, item.event.time, scene.config)) return [];
  return [tell(session, 'update', item.event.time, scene)];
}

/** Opens a threat for the first correlation that holds; else, when the signal is not a small one, for that of the threat that reached its `limited` span. */
function open(lane: Lane, item: Item, limited: Session | null, scene: Scene): readonly Threat[] {
  const { config, correlations } = scene;
  const holding = correlations.find(({ reason }) => reason(lane, item, config) !== null);
  const goesOn = limited !== null && item.detections.some(({ severity }) => severity >= MEDIUM_SEVERITY);
  const rule = holding ?? (goesOn ? correlations.find(({ id }) => id === limited.rule) : undefined);
  if (!rule) return [];
  const session = begin(lane, item, rule, scene);
  for (const one of gather(lane, item, config)) absorb(session, one);
  session.activeAt = session.end;
  if (!holding) session.reasons.set(rule.id, 'goes on beyond the limits of the threat before');
  judge(lane, session, item, scene);
  session.count += lane.unlisted;
  lane.session = session;
  lane.recent = [];
  lane.unlisted = 0;
  return [tell(session, 'open', item.event.time, scene)];
}

function begin(lane: Lane, item: Item, { id, version, title }: Correlation, scene: Scene): Session {
  const { tenant, role, entity, losses, config } = scene;
  const isRelated = lane.former !== null && item.event.time - lane.former.end <= config.windowMs;
  const related = isRelated && lane.former ? [lane.former.uid] : [];
  const uid = idOf(tenant, id, version, `${role}:${entity}`, item.event.id);
  return openSession({ uid, rule: id, ruleVersion: version, title, related, losses }, item);
}

/** The deciding signal and the remembered ones, newest first, as far as one threat may reach; informational ones only from nearby. */
function gather(lane: Lane, item: Item, { spanMs, breadthMs, hosts: maxHosts }: CorrelationConfig): readonly Item[] {
  const { time, id, host } = item.event;
  const others = lane.recent
    .map((one) => one.item)
    .filter(({ event }) => event.id !== id && event.time <= time + spanMs)
    .sort((a, b) => byTime(b, a));
  const newest = Math.max(time, others[0]?.event.time ?? time);
  const hosts = new Set([host]);
  const fitting = others.filter(({ event, detections }) => {
    const reachMs = detections.some(({ severity }) => severity >= LOW_SEVERITY) ? spanMs : Math.min(spanMs, breadthMs);
    const fits = event.time >= newest - reachMs && (hosts.has(event.host) || hosts.size < maxHosts);
    if (fits) hosts.add(event.host);
    return fits;
  });
  return [item, ...fitting];
}

/** Notes every correlation that holds by now, with its severity and version. */
function judge(lane: Lane, session: Session, item: Item, { config, correlations }: Scene): void {
  for (const { id, version, severity, says, reason } of correlations) {
    const said = reason(lane, item, config);
    if (said === null) continue;
    session.severity = Math.max(session.severity, severity);
    session.versions.set(id, version);
    if (says === 'latest' || !session.reasons.has(id)) session.reasons.set(id, said);
  }
  session.versions.set(session.rule, session.ruleVersion);
  session.peakRisk = Math.max(session.peakRisk, lane.risk);
}

import { bareName, isServiceAccount } from '../../domain/account.ts';
import { addressScope } from '../../domain/address.ts';
import type { FindingInfo, Threat } from '../../domain/contracts.gen.ts';
import { idOf } from '../../domain/uuid5.ts';
import type { AlertsConfig } from './config.ts';
import type { Incident, Member } from './state.ts';

const MAX_ENTITIES = 128;
const MAX_TECHNIQUES = 128;

/** An incident of nothing yet, named by its first alert. An alert that outlived its incident starts another one. */
export const newIncident = (threat: Threat): Incident => ({
  uid: idOf(threat.tenant, 'incident', threat.uid, ...(threat.revision > 1 ? [String(threat.revision)] : [])),
  createdAt: threat.time,
  revision: 0,
  start: threat.start,
  end: threat.end,
  severity: 0,
  confidence: 0,
  members: [],
  unlisted: 0,
  hosts: [],
  users: [],
  addresses: [],
  techniques: [],
  merged: [],
  told: '',
});

/** True where the alert belongs here: it is listed, it goes on from one that is, or it shares an entity at about the same time. */
export function belongs(incident: Incident, threat: Threat, config: AlertsConfig): boolean {
  if (incident.members.some(({ uid }) => uid === threat.uid)) return true;
  const span = Math.max(incident.end, threat.end) - Math.min(incident.start, threat.start);
  const isNear = threat.start <= incident.end + config.gapMs && threat.end >= incident.start - config.gapMs;
  if (!isNear || span > config.incidentSpanMs) return false;
  return incident.members.some(({ uid }) => threat.related.includes(uid)) || sharesEntity(incident, threat);
}

function sharesEntity(incident: Incident, threat: Threat): boolean {
  const users = new Set(persons(incident.users));
  return (
    threat.hosts.some((host) => incident.hosts.includes(host)) ||
    persons(threat.users).some((user) => users.has(user)) ||
    external(threat.addresses).some((address) => incident.addresses.includes(address))
  );
}

/** Accounts that exist everywhere join nothing. */
const persons = (users: readonly string[]): readonly string[] =>
  users.filter((user) => !isServiceAccount(user)).map(bareName);
const external = (addresses: readonly string[]): readonly string[] =>
  addresses.filter((address) => addressScope(address) === 'external');

/** Takes the alert in, or its newer revision. */
export function include(
  incident: Incident,
  threat: Threat,
  info: FindingInfo,
  isOpen: boolean,
  config: AlertsConfig,
): void {
  const { uid, role, entity, severity, risk } = threat;
  const brief: FindingInfo = { ...info, desc: null, attacks: null, related_analytics: null };
  addMember(incident, { uid, info: brief, role, entity, severity, risk, isOpen }, config);
  incident.start = Math.min(incident.start, threat.start);
  incident.end = Math.max(incident.end, threat.end);
  incident.severity = Math.max(incident.severity, severity);
  incident.confidence = Math.max(incident.confidence, threat.confidence);
  incident.hosts = union(incident.hosts, threat.hosts, MAX_ENTITIES);
  incident.users = union(incident.users, threat.users, MAX_ENTITIES);
  incident.addresses = union(incident.addresses, threat.addresses, MAX_ENTITIES);
  const techniques = threat.techniques.map(({ id }) => id);
  incident.techniques = union(incident.techniques, techniques, MAX_TECHNIQUES);
}

/** A full list gives up the least risky closed alert; open ones are needed to know when the incident ends. */
function addMember(incident: Incident, member: Member, { incidentAlerts }: AlertsConfig): void {
  const others = incident.members.filter(({ uid }) => uid !== member.uid);
  if (others.length >= incidentAlerts) {
    const order = others.map((one, place) => ({ one, place })).sort(leastWanted);
    others.splice(order[0]?.place ?? 0, 1);
    incident.unlisted += 1;
  }
  incident.members = [...others, member];
}

const leastWanted = (a: { one: Member; place: number }, b: { one: Member; place: number }): number =>
  Number(a.one.isOpen) - Number(b.one.isOpen) || a.one.risk - b.one.risk || a.place - b.place;

/** Takes in another incident that turned out to be this one. */
export function merge(incident: Incident, other: Incident, config: AlertsConfig): void {
  for (const member of other.members) addMember(incident, member, config);
  incident.unlisted += other.unlisted;
  incident.start = Math.min(incident.start, other.start);
  incident.end = Math.max(incident.end, other.end);
  incident.severity = Math.max(incident.severity, other.severity);
  incident.confidence = Math.max(incident.confidence, other.confidence);
  incident.hosts = union(incident.hosts, other.hosts, MAX_ENTITIES);
  incident.users = union(incident.users, other.users, MAX_ENTITIES);
  incident.addresses = union(incident.addresses, other.addresses, MAX_ENTITIES);
  incident.techniques = union(incident.techniques, other.techniques, MAX_TECHNIQUES);
  incident.merged = union(incident.merged, [...other.merged, other.uid], MAX_ENTITIES);
}

const union = (a: readonly string[], b: readonly string[], limit: number): string[] =>
  [...new Set([...a, ...b])].slice(0, limit);

/** Worst alert, and a little more for each doubling of their number. 0..100. */
export function riskOfIncident({ members, unlisted }: Incident): number {
  const worst = Math.max(0, ...members.map(({ risk }) => risk));
  return Math.min(100, worst + 3 * Math.log2(Math.max(1, members.length + unlisted)));
}

export const isQuiet = ({ members }: Incident): boolean => members.every(({ isOpen }) => !isOpen);

/** From this watermark on no alert can join any more. */
export const dueOfIncident = ({ end }: Incident, { gapMs, reachMs }: AlertsConfig): number => end + gapMs + reachMs + 1;

/** What a reader would notice: a new revision is worth telling only when this changes. */
export const newsOf = (incident: Incident): string =>
  JSON.stringify([
    incident.members.map(({ uid, isOpen }) => [uid, isOpen]),
    incident.unlisted,
    incident.severity,
    incident.techniques.length,
    [incident.hosts.length, incident.users.length, incident.addresses.length],
    Math.floor(riskOfIncident(incident) / 10),
  ]);

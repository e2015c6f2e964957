import type { FindingInfo, Threat } from '../../domain/contracts.gen.ts';
import type { AlertsConfig } from './config.ts';
import { belongs, dueOfIncident, include, isQuiet, merge, newIncident } from './incident.ts';
import type { Incident, IncidentBook } from './state.ts';

export interface Grouped {
  /** The incident of the alert. */
  readonly incident: Incident;
  /** Incidents that ended by this: they are a part of another now, or there was no more room. */
  readonly ended: readonly Ended[];
}

export interface Ended {
  readonly incident: Incident;
  readonly because: 'quiet' | 'merged' | 'evicted';
  /** The incident that it is a part of. */
  readonly into: string | null;
}

/** The incident that the alert belongs to, the oldest of several; null where it will be the first of a new one. */
export function incidentOf(book: IncidentBook, threat: Threat, config: AlertsConfig): Incident | null {
  const [oldest] = book.open.filter((one) => belongs(one, threat, config)).sort(byAge);
  return oldest ?? null;
}

/** Puts the alert into its incident. Where it joins several, they become one, and the oldest keeps its name. */
export function group(
  book: IncidentBook,
  threat: Threat,
  info: FindingInfo,
  isOpen: boolean,
  config: AlertsConfig,
): Grouped {
  const [oldest, ...others] = book.open.filter((one) => belongs(one, threat, config)).sort(byAge);
  const incident = oldest ?? newIncident(threat);
  for (const other of others) merge(incident, other, config);
  include(incident, threat, info, isOpen, config);
  const kept = book.open.filter((one) => one !== incident && !others.includes(one));
  const evicted = kept.sort(byEnd).splice(0, Math.max(0, kept.length + 1 - config.openIncidents));
  book.open.splice(0, book.open.length, ...kept, incident);
  return {
    incident,
    ended: [
      ...others.map((other): Ended => ({ incident: other, because: 'merged', into: incident.uid })),
      ...evicted.map((one): Ended => ({ incident: one, because: 'evicted', into: null })),
    ],
  };
}

/** Takes out the incidents whose alerts are all closed and that no alert can join any more. */
export function settleIncidents(book: IncidentBook, watermark: number, config: AlertsConfig): readonly Ended[] {
  const isOver = (one: Incident) => isQuiet(one) && dueOfIncident(one, config) <= watermark;
  const over = book.open.filter(isOver).sort(byEnd);
  book.open.splice(0, book.open.length, ...book.open.filter((one) => !isOver(one)));
  return over.map((incident) => ({ incident, because: 'quiet', into: null }));
}

/** When the first of them is over; null while each has an open alert. */
export function nextDue(book: IncidentBook, config: AlertsConfig): number | null {
  const dues = book.open.filter(isQuiet).map((incident) => dueOfIncident(incident, config));
  return dues.length === 0 ? null : Math.min(...dues);
}

const byUid = (a: Incident, b: Incident): number => (a.uid < b.uid ? -1 : 1);
const byAge = (a: Incident, b: Incident): number => a.start - b.start || byUid(a, b);
const byEnd = (a: Incident, b: Incident): number => a.end - b.end || byUid(a, b);

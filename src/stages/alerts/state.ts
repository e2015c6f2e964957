import type { FindingInfo } from '../../domain/contracts.gen.ts';
import type { StateCodec } from '../../stage.ts';

/** What is remembered of one alert, so that repeats are known. */
export interface AlertState {
  readonly kind: 'alert';
  /** Highest revision seen. */
  revision: number;
  /** Time of the first revision that was published; null while silenced. */
  createdAt: number | null;
  /** An analyst closed it, and that was published. */
  isClosedByAnalyst: boolean;
}

/** An alert as its incident lists it. */
export interface Member {
  readonly uid: string;
  readonly info: FindingInfo;
  readonly role: string;
  readonly entity: string;
  readonly severity: number;
  readonly risk: number;
  readonly isOpen: boolean;
}

export interface Incident {
  readonly uid: string;
  readonly createdAt: number;
  revision: number;
  start: number;
  end: number;
  severity: number;
  confidence: number;
  members: Member[];
  /** Alerts past the limit, which are only counted. */
  unlisted: number;
  hosts: string[];
  users: string[];
  addresses: string[];
  techniques: string[];
  /** Incidents that turned out to be this one. */
  merged: string[];
  /** What the last revision said, to tell whether there is news. */
  told: string;
}

/** The open incidents of a tenant. */
export interface IncidentBook {
  readonly kind: 'incidents';
  readonly open: Incident[];
}

export type AlertsState = AlertState | IncidentBook;

const VERSION = 1;

export const alertsStateCodec: StateCodec<AlertsState> = {
  version: VERSION,
  encode: (state) => new TextEncoder().encode(JSON.stringify({ v: VERSION, state })),
  decode: (bytes) => {
    const { v, state } = JSON.parse(new TextDecoder().decode(bytes));
    if (v !== VERSION) throw new Error(`state of alerts has version ${v}, this program reads version ${VERSION}`);
    return state;
  },
};

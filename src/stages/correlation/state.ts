import type { CountedKind } from '../../domain/contracts.gen.ts';
import type { Losses, StateCodec } from '../../stage.ts';
import type { Item, Kept } from './evidence.ts';

/** How often a detector fired in the window, and when last. */
export interface Fired {
  count: number;
  last: number;
  lastEvent: string;
  severity: number;
  /** ATT&CK techniques that it named, as far as no threat has told them yet. */
  techniques: readonly string[];
}

export interface DetectorTally {
  version: string;
  kind: CountedKind;
  title: string;
  severity: number;
  count: number;
  probability: number;
  author: string;
  references: readonly string[];
}

/** A threat from open to close. */
export interface Session {
  readonly uid: string;
  readonly rule: string;
  readonly ruleVersion: string;
  readonly title: string;
  readonly decidingEvent: string;
  readonly related: readonly string[];
  readonly lossesAtOpen: Losses;
  revision: number;
  start: number;
  end: number;
  /** Newest material signal: quiet counts from here. */
  activeAt: number;
  count: number;
  /** Event id to time, in order of arrival. */
  ids: Map<string, number>;
  evidence: readonly Kept[];
  hosts: string[];
  users: string[];
  addresses: string[];
  techniques: Map<string, number>;
  detectors: Map<string, DetectorTally>;
  /** Raw partition to first and last offset. */
  origins: Map<number, readonly [number, number]>;
  peakRisk: number;
  severity: number;
  confidence: number;
  /** Correlation id to the reason it gave. */
  reasons: Map<string, string>;
  versions: Map<string, string>;
  degraded: string[];
  emitted: { readonly time: number; readonly risk: number; readonly severity: number; readonly techniques: number };
}

/** Signals of one entity that play one part: those that own the raising of a threat, or those that only add risk. */
export interface Lane {
  /** Newest event time. */
  last: number;
  risk: number;
  riskAt: number;
  /** By detector and host. */
  fired: Map<string, Fired>;
  /** Host to its risk and newest event time. */
  hosts: Map<string, { risk: number; last: number }>;
  recent: { readonly item: Item; readonly risk: number }[];
  /** Signals that had no more room in `recent`: evidence that is only counted. */
  unlisted: number;
  session: Session | null;
  /** The threat before this one. */
  former: Former | null;
}

/** What is remembered of a threat that is closed. */
export interface Former {
  readonly uid: string;
  readonly end: number;
  readonly decidingEvent: string;
}

export interface EntityRisk {
  own: Lane | null;
  spread: Lane | null;
  /** Signals that only add risk wait for the watermark, by time, then id: they come by many partitions. */
  pending: readonly Item[];
}

export const emptyLane = (time: number): Lane => ({
  last: time,
  risk: 0,
  riskAt: time,
  fired: new Map(),
  hosts: new Map(),
  recent: [],
  unlisted: 0,
  session: null,
  former: null,
});

const VERSION = 1;

/** State as JSON with its version; maps are written as lists of pairs, so that no foreign text becomes a property name. */
export const entityRiskCodec: StateCodec<EntityRisk> = {
  version: VERSION,
  encode: ({ own, spread, pending }) =>
    new TextEncoder().encode(JSON.stringify({ v: VERSION, own: plainLane(own), spread: plainLane(spread), pending })),
  decode: (bytes) => {
    const { v, own, spread, pending } = JSON.parse(new TextDecoder().decode(bytes));
    if (v !== VERSION) throw new Error(`entity risk has version ${v}, this program reads version ${VERSION}`);
    return { own: lane(own), spread: lane(spread), pending };
  },
};

const LANE_MAPS = ['fired', 'hosts'] as const;
const SESSION_MAPS = ['ids', 'techniques', 'detectors', 'origins', 'reasons', 'versions'] as const;

const plainLane = (one: Lane | null) =>
  one && {
    ...one,
    ...pairs(one, LANE_MAPS),
    session: one.session && plainSession(one.session),
  };

/** Maps as lists of pairs, for JSON. */
export const plainSession = (session: Session) => ({ ...session, ...pairs(session, SESSION_MAPS) });

const lane = (one: PlainLane | null): Lane | null =>
  one && {
    ...one,
    ...maps(one, LANE_MAPS),
    session: one.session && sessionOf(one.session),
  };

/** What `plainSession` made, as it was. */
export const sessionOf = (plain: ReturnType<typeof plainSession> | Session): Session => ({
  ...(plain as Session),
  ...maps(plain as Session, SESSION_MAPS),
});

type PlainLane = Omit<Lane, 'session'> & { session: Session | null };

function pairs<T, K extends keyof T>(from: T, names: readonly K[]) {
  return Object.fromEntries(names.map((name) => [name, [...(from[name] as Map<unknown, unknown>)]]));
}

function maps<T, K extends keyof T & string>(from: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, new Map(from[name] as Iterable<[unknown, unknown]>)])) as Pick<
    T,
    K
  >;
}

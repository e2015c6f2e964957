import { hashNumber, hashText } from '../../src/detectors/hash.ts';

type Json = Readonly<Record<string, unknown>>;

/** A line of evidenceforge. */
export interface Row {
  readonly id: string;
  readonly ts: string;
  readonly host: string;
  readonly format: string;
  readonly event?: Json;
  readonly raw?: string;
}

/** Number within 0..1 that a text and a seed always give. */
export const chance = (text: string, seed: number): number => hashText(text, hashNumber(seed)) / 2 ** 32;

export const timeOf = (row: Row): number => Date.parse(row.ts);

// Record ids, connection ids, file ids and event ids: equal ones would pass for repeats of one event
const OWN_IDS = new Set(['uid', 'fuid', 'id']);

/** A copy that is an event of its own. */
export function copyOf(row: Row, name: string): Row {
  const event = row.event && withFreshIds(row.event, name);
  return { ...row, id: `${row.id}~${name}`, ...(event && { event }) };
}

function withFreshIds(event: Json, name: string): Json {
  const system = event.System as Json | undefined;
  const fresh = Object.entries(event).map(([key, value]) => [key, OWN_IDS.has(key) ? `${value}~${name}` : value]);
  const record = hashText(name, hashNumber(Number(system?.EventRecordID ?? 0)));
  return { ...Object.fromEntries(fresh), ...(system && { System: { ...system, EventRecordID: record } }) };
}

import { balance } from '../../src/audit/balance.ts';
import {
  ALERTS_RAISED,
  type DetectionFinding,
  type FeatureRow,
  type LedgerEntry,
  PIPELINE_LEDGER,
  type Signal,
  TELEMETRY_EVENTS,
  TELEMETRY_FEATURES,
  TELEMETRY_SIGNALS,
  type TelemetryEvent,
} from '../../src/domain/contracts.gen.ts';
import type { AnyTopic, ValueOf } from '../../src/domain/topic.ts';
import type { Broker, Codec, StoredRecord } from '../../src/ports.ts';
import { STAGES } from './chain.ts';
import type { Reference } from './reference.ts';
import { cellOf, signalKey, toldKey, toldOf } from './told-apart.ts';
import type { Workload } from './workload.ts';

/** What the topics hold of one cell, by id. */
export interface Found {
  /** How often the record of that number is on telemetry.events, telemetry.features. */
  readonly events: Uint8Array;
  readonly features: Uint8Array;
  readonly deadLetters: Uint8Array;
  readonly signals: Set<string>;
  /** Signals that say that a model was left out. */
  degraded: number;
  readonly raised: DetectionFinding[];
}

export interface Counts {
  readonly records: number;
  /** Neither a feature row nor a dead letter, or without a signal that a fault-free run has of them. */
  readonly lost: number;
  /** Some of the lost, each with what is missing. */
  readonly examples: readonly string[];
  readonly deadLettered: number;
  /** Alerts that are on their topic more than once, by (uid, revision). */
  readonly repeated: number;
  /** Of those, bodies that differ. */
  readonly conflicting: number;
  readonly missingAlerts: number;
  readonly extraAlerts: number;
  readonly alerts: number;
  /** What the receivers recognised as sent twice and took once. */
  readonly absorbed: number;
  /** Signals that were made without one of the models. */
  readonly degraded: number;
}

const EXAMPLES = 5;

const empty = (records: number): Found => ({
  events: new Uint8Array(records),
  features: new Uint8Array(records),
  deadLetters: new Uint8Array(records),
  signals: new Set(),
  degraded: 0,
  raised: [],
});

/** Reads every topic to its end and sorts what is there by cell. */
export async function findAll(
  broker: Broker,
  codec: Codec,
  loads: ReadonlyMap<string, Workload>,
): Promise<ReadonlyMap<string, Found>> {
  const found = new Map([...loads].map(([cell, { records }]) => [cell, empty(records)]));
  const note = (tenant: string, id: string, where: 'events' | 'features' | 'deadLetters'): void => {
    const cell = cellOf(tenant);
    const number = loads.get(cell)?.numberOf(id) ?? -1;
    const counts = found.get(cell)?.[where];
    if (counts && number >= 0) counts[number] = Math.min(255, (counts[number] ?? 0) + 1);
  };
  const letters = ({ headers }: StoredRecord) => note(text(headers['tenant-id']), text(headers.ce_id), 'deadLetters');
  await Promise.all([
    read(broker, codec, TELEMETRY_EVENTS, ({ event }: TelemetryEvent) => note(event.tenant, event.id, 'events')),
    read(broker, codec, TELEMETRY_FEATURES, ({ event }: FeatureRow) => note(event.tenant, event.id, 'features')),
    read(broker, codec, TELEMETRY_SIGNALS, (one: Signal) => noteSignal(found.get(cellOf(one.event.tenant)), one)),
    read(broker, codec, ALERTS_RAISED, (one) => found.get(cellOf(one.metadata.tenant_uid ?? ''))?.raised.push(one)),
    ...STAGES.map(async (stage) => {
      for await (const record of broker.readAll(`${stage}.dlq`)) letters(record);
    }),
  ]);
  return found;
}

function noteSignal(found: Found | undefined, signal: Signal): void {
  if (!found) return;
  found.signals.add(signalKey(signal));
  if (signal.degraded.length > 0) found.degraded += 1;
}

async function read<T extends AnyTopic>(
  broker: Broker,
  codec: Codec,
  topic: T,
  take: (value: ValueOf<T>) => void,
): Promise<void> {
  for await (const { value } of broker.readAll(topic.name)) {
    if (!value) continue;
    const answer = await codec.decode(topic.name, value);
    if (!answer.ok) throw new Error(`${topic.name} holds what its schema does not read: ${answer.reason}`);
    take(answer.value as ValueOf<T>);
  }
}

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();

/** `numberOf` tells the number of a record from the id of its event. */
export function count(found: Found, expected: Reference, numberOf: (id: string) => number): Counts {
  const repeats = repeatsOf(found.raised);
  const lost = lostOf(found, expected, numberOf);
  const [expectedAlerts, alerts] = [expected.alerts.map(toldKey), toldOf(found.raised).map(toldKey)];
  return {
    ...repeats,
    records: found.features.length,
    lost: lost.size,
    examples: [...lost].slice(0, EXAMPLES).map(([n, what]) => `${n}: ${what}`),
    deadLettered: found.deadLetters.filter((times) => times > 0).length,
    missingAlerts: without(expectedAlerts, alerts).length,
    extraAlerts: without(alerts, expectedAlerts).length,
    alerts: alerts.length,
    degraded: found.degraded,
    absorbed: twice(found.events) + twice(found.features),
  };
}

/** What is missing, by number of the records that are neither a feature row nor a dead letter, or lack a signal that a fault-free run has of them. */
export function lostOf(
  { features, deadLetters, signals }: Found,
  expected: Reference,
  numberOf: (id: string) => number,
): ReadonlyMap<number, string> {
  const lost = new Map<number, string>();
  for (let n = 0; n < features.length; n++) if (!features[n] && !deadLetters[n]) lost.set(n, 'no row of features');
  for (const key of expected.signals) {
    const number = numberOf(key.split(' ')[1] ?? '');
    if (!signals.has(key) && !lost.has(number)) lost.set(number, `no signal ${key}`);
  }
  return lost;
}

const twice = (counts: Uint8Array): number => counts.reduce((sum, one) => sum + Math.max(0, one - 1), 0);

/** What is in the first list more often than in the second. */
function without(list: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const one of others) left.set(one, (left.get(one) ?? 0) + 1);
  return list.filter((one) => {
    const count = left.get(one) ?? 0;
    left.set(one, count - 1);
    return count <= 0;
  });
}

/** The promise: repeats are equal by (uid, revision). */
function repeatsOf(raised: readonly DetectionFinding[]): { repeated: number; conflicting: number } {
  const bodies = new Map<string, string>();
  let [repeated, conflicting] = [0, 0];
  for (const one of raised) {
    const { revision } = JSON.parse(one.unmapped ?? '{}');
    const key = `${one.finding_info.uid} ${revision}`;
    const body = JSON.stringify(one);
    const before = bodies.get(key);
    bodies.set(key, body);
    if (before === undefined) continue;
    repeated += 1;
    if (before !== body) conflicting += 1;
  }
  return { repeated, conflicting };
}

/** Faults of the ledger as it stands, worded for a person. */
export async function ledgerFaults(broker: Broker, codec: Codec): Promise<readonly string[]> {
  const entries = await readEntries(broker, codec);
  return balance(entries)
    .filter(({ severity }) => severity === 'fault')
    .map(({ stage, partition, message }) => `${stage}/${partition}: ${message}`);
}

export async function readEntries(broker: Broker, codec: Codec): Promise<readonly LedgerEntry[]> {
  const entries: LedgerEntry[] = [];
  await read(broker, codec, PIPELINE_LEDGER, (entry: LedgerEntry) => void entries.push(entry));
  return entries;
}

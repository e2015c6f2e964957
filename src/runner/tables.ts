import type { AnyTopic } from '../domain/topic.ts';
import type { Decoded, StoredRecord } from '../ports.ts';
import { RetriableError } from '../stage.ts';
import { FatalError, type RunnerWorld } from './deps.ts';
import { noted } from './outages.ts';
import { parseKey } from './wire-key.ts';

/** A compacted topic held whole in memory. A version is the offset behind the last record it counts. */
export interface Table {
  /** Newest version read. */
  latest(): number;
  /** Values by key text as they stood at that version. */
  at(version: number): ReadonlyMap<string, unknown>;
}

interface Entry {
  readonly offset: number;
  readonly key: string;
  readonly value: unknown;
}

const ASK_AGAIN_MS = 1000;

/**
 * Reads the table to its end, then follows it until the signal. Tables have one partition.
 * A record that cannot be decoded is left out and logged by its place: the value before it stays in force.
 */
export async function followTable(
  topic: AnyTopic,
  { broker, codec, logger, clock }: RunnerWorld,
  signal: AbortSignal,
): Promise<Table> {
  const entries: Entry[] = [];
  let latest = 0;
  let cached: { version: number; values: ReadonlyMap<string, unknown> } | null = null;
  const { promise: caughtUp, resolve } = Promise.withResolvers<void>();
  const { start, end } = (await broker.offsets(topic.name))[0] ?? { start: 0, end: 0 };
  let queue: Promise<void> = Promise.resolve();
  let broken: unknown = null;

  async function take(records: readonly StoredRecord[]): Promise<void> {
    for (const record of records) {
      const key = Buffer.from(record.key ?? []).toString();
      const decoded = ownTenant(key, await decode(record.value));
      if (decoded.ok) entries.push({ offset: record.offset, key, value: decoded.value });
      else logger.error({ topic: topic.name, offset: record.offset, reason: decoded.reason }, 'table record left out');
      latest = record.offset + 1;
      // a version that was asked for before its last record was here
      cached = null;
    }
    // with no records: all was read, the last offsets were compacted away
    if (records.length === 0) latest = Math.max(latest, end);
    if (latest >= end) resolve();
  }

  /** A registry that is down is waited for: a table without the record would be another table. */
  async function decode(value: Uint8Array | null): Promise<Decoded> {
    for (;;) {
      try {
        return value ? await codec.decode(topic.name, value) : { ok: true, value: null };
      } catch (cause) {
        if (!(cause instanceof RetriableError) || signal.aborted) throw cause;
        logger.warn({ topic: topic.name, cause: cause.message }, 'a table waits for the registry');
        await clock.sleep(ASK_AGAIN_MS, signal);
      }
    }
  }

  const broke = (cause: unknown) => {
    broken = signal.aborted ? null : cause;
    resolve();
  };
  const enqueue = (records: readonly StoredRecord[]): void => {
    queue = queue.then(() => take(records)).catch(broke);
  };
  if (end === start) enqueue([]);
  broker.follow(topic.name, enqueue, signal).then(resolve, broke);
  await caughtUp;
  if (broken) throw broken;
  return {
    latest() {
      // a table that stands still unseen would leave old rules in force for ever
      if (broken) throw new FatalError(`the table ${topic.name} can no longer be followed`, { cause: broken });
      return latest;
    },
    at(version) {
      if (cached?.version !== version) cached = { version, values: snapshot(entries, version) };
      return cached.values;
    },
  };
}

/**
 * Versions that are newer than those in force. Throws while one that is in force is not read yet: its previous owner
 * was further.
 */
export function newerVersions(
  tables: ReadonlyMap<string, Table>,
  inForce: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const newer: Record<string, number> = {};
  for (const [topic, table] of tables) {
    const [latest, version] = [table.latest(), inForce[topic] ?? 0];
    if (latest < version)
      throw noted('table', new RetriableError(`${topic} is read up to ${latest}, but in force up to ${version}`));
    if (latest > version) newer[topic] = latest;
  }
  return newer;
}

/** Who may write under a tenant's key is ruled by Kafka; a value that speaks for another tenant than its key is refused. */
function ownTenant(key: string, decoded: Decoded): Decoded {
  if (!decoded.ok || decoded.value === null) return decoded;
  const { tenant } = decoded.value as { readonly tenant?: string };
  const same = tenant === undefined || parseKey(key)?.tenant === tenant;
  return same ? decoded : { ok: false, reason: 'tenant_mismatch' };
}

function snapshot(entries: readonly Entry[], version: number): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  for (const entry of entries) {
    if (entry.offset >= version) break;
    if (entry.value === null) values.delete(entry.key);
    else values.set(entry.key, entry.value);
  }
  return values;
}

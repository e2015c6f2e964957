import type { AnyTopic } from '../domain/topic.ts';
import type { Decoded, StoredRecord } from '../ports.ts';
import { RetriableError } from '../stage.ts';
import { FatalError, type RunnerWorld } from './deps.ts';
import { noted } from './outages.ts';
import { readiness } from './readiness.ts';
import { TableHistory } from './table-history.ts';
import { parseKey } from './wire-key.ts';

/** A compacted topic held whole in memory. A version is the offset behind the last record it counts. */
export interface Table {
  /** Newest version read. */
  latest(): number;
  /** Newest version that the room is ready for: one to take into force. */
  ready(): number;
  /** Values by key text as they stood at that version, which must be held or among the newest. */
  at(version: number): ReadonlyMap<string, unknown>;
  /**
   * Keeps a version for a partition, in place of the one that it held before. What memory has forgotten is read again
   * from the log: values that compaction has taken there are missing. Throws RetriableError where it cannot be read.
   */
  hold(partition: number, version: number): Promise<void>;
  /** The partition has moved on. */
  release(partition: number): void;
}

const ASK_AGAIN_MS = 1000;
/** Records up to which a table can be looked back at without reading it again: a partition that moves holds a version a little older. */
const KEPT = 1000;

/**
 * Reads the table to its end, then follows it until the signal. Tables have one partition. `prepare` gets the room ready
 * for the values of a version, which is waited for; absent: it always is.
 * A record that cannot be decoded is left out and logged by its place: the value before it stays in force.
 */
export async function followTable(
  topic: AnyTopic,
  { broker, codec, logger, clock }: RunnerWorld,
  signal: AbortSignal,
  prepare?: (values: ReadonlyMap<string, unknown>) => Promise<void>,
): Promise<Table> {
  const history = new TableHistory(KEPT);
  let latest = 0;
  const prepared =
    prepare &&
    readiness(async (version) => prepare(history.at(version)), {
      ...{ clock, signal },
      late: (version) => logger.warn({ topic: topic.name, version }, 'a table comes into force, ready for it or not'),
    });
  let isCaughtUp = false;
  const { promise: caughtUp, resolve } = Promise.withResolvers<void>();
  const { start, end } = (await broker.offsets(topic.name))[0] ?? { start: 0, end: 0 };
  let queue: Promise<void> = Promise.resolve();
  let broken: unknown = null;

  async function take(records: readonly StoredRecord[]): Promise<void> {
    const before = latest;
    for (const record of records) {
      const key = keyOf(record);
      const decoded = ownTenant(key, await decode(record.value));
      if (decoded.ok) history.add(record.offset, key, decoded.value);
      else logger.error({ topic: topic.name, offset: record.offset, reason: decoded.reason }, 'table record left out');
      latest = record.offset + 1;
    }
    // with no records: all was read, the last offsets were compacted away
    if (records.length === 0) latest = Math.max(latest, end);
    if (latest < end) return;
    if (!isCaughtUp) resolve();
    // that there is nothing more to read is told every second
    else if (latest > before) void prepared?.getReady(latest);
  }

  /** A registry that is down is waited for: a table without the record would be another table. */
  async function decode(value: Uint8Array | null): Promise<Decoded> {
    for (;;) {
      try {
        return value ? await codec.decode(topic.name, value) : DELETED;
      } catch (cause) {
        if (!(cause instanceof RetriableError) || signal.aborted) throw cause;
        logger.warn({ topic: topic.name, cause: cause.message }, 'a table waits for the registry');
        await clock.sleep(ASK_AGAIN_MS, signal);
      }
    }
  }

  async function readAgain(version: number): Promise<ReadonlyMap<string, unknown>> {
    const values = new Map<string, unknown>();
    if (version === 0) return values;
    logger.warn({ topic: topic.name, version }, 'an older version of a table is read again from its log');
    for await (const record of broker.readAll(topic.name)) {
      if (record.offset >= version) break;
      const key = keyOf(record);
      const decoded = ownTenant(key, record.value ? await codec.decode(topic.name, record.value) : DELETED);
      // in the order in which they came, as in a history
      if (decoded.ok) values.delete(key);
      if (decoded.ok && decoded.value !== null) values.set(key, decoded.value);
    }
    return values;
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
  isCaughtUp = true;
  await prepared?.getReady(latest);
  return {
    latest() {
      // a table that stands still unseen would leave old rules in force for ever
      if (broken) throw new FatalError(`the table ${topic.name} can no longer be followed`, { cause: broken });
      return latest;
    },
    ready: () => prepared?.ready() ?? latest,
    at: (version) => history.at(version),
    async hold(partition, version) {
      if (!history.hold(partition, version)) history.hold(partition, version, await readAgain(version));
    },
    release: (partition) => history.release(partition),
  };
}

const DELETED: Decoded = { ok: true, value: null };
const keyOf = ({ key }: StoredRecord): string => Buffer.from(key ?? []).toString();

/** What is in force for a partition is kept until another version is. */
export async function holdVersions(
  tables: ReadonlyMap<string, Table>,
  partition: number,
  inForce: Readonly<Record<string, number>>,
): Promise<void> {
  for (const [topic, table] of tables) await table.hold(partition, inForce[topic] ?? 0);
}

/**
 * Versions that are newer than those in force, and that the room is ready for. Throws while one that is in force is not
 * read yet: its previous owner was further.
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
    if (table.ready() > version) newer[topic] = table.ready();
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

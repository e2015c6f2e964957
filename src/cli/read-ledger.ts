import { setTimeout as sleep } from 'node:timers/promises';
import type { Live } from '../audit/balance.ts';
import { summarise } from '../audit/summarise.ts';
import { type LedgerEntry, PIPELINE_LEDGER } from '../domain/contracts.gen.ts';
import type { Broker, Codec } from '../ports.ts';
import { missingTopic } from '../runner.ts';

export interface Reading {
  readonly entries: readonly LedgerEntry[];
  readonly live: Live;
  /** Ends of the logs when all was read. */
  readonly ends: ReadonlyMap<string, number>;
  /** Entries that could not be decoded. */
  readonly unreadable: number;
}

/** Between an entry and the outputs that it counts, which are sent with it. */
const SETTLED_MS = 1000;
const LOOK_EVERY_MS = 500;

/**
 * Reads the ledger twice: what stood there at first has reached the logs whose ends are read next, so a receiver that
 * comes to those ends must have accepted it. Waits for the receivers up to `waitMs`.
 */
export async function readLedger(broker: Broker, codec: Codec, waitMs: number): Promise<Reading> {
  if ((await broker.partitions(PIPELINE_LEDGER.name)) === null) throw missingTopic(PIPELINE_LEDGER.name);
  const isWhole = (await broker.offsets(PIPELINE_LEDGER.name)).every(({ start }) => start === 0);
  const before = await readAll(broker, codec);
  await sleep(SETTLED_MS);
  const ends = await endsOf(broker, before.entries);
  const deadline = performance.now() + waitMs;
  let now = await readAll(broker, codec);
  while (!haveReached(now.entries, ends) && performance.now() < deadline) {
    await sleep(LOOK_EVERY_MS);
    now = await readAll(broker, codec);
  }
  const endsNow = await endsOf(broker, now.entries);
  return { ...now, ends: endsNow, live: { ends, sentBefore: before.entries, isWhole } };
}

async function readAll(broker: Broker, codec: Codec) {
  const entries: LedgerEntry[] = [];
  let unreadable = 0;
  for await (const { value } of broker.readAll(PIPELINE_LEDGER.name)) {
    const decoded = value && (await codec.decode(PIPELINE_LEDGER.name, value));
    if (decoded?.ok) entries.push(decoded.value as LedgerEntry);
    else unreadable += 1;
  }
  return { entries, unreadable };
}

async function endsOf(broker: Broker, entries: readonly LedgerEntry[]): Promise<ReadonlyMap<string, number>> {
  const ends = new Map<string, number>();
  for (const topic of new Set(entries.map((entry) => entry.topic))) {
    // deleted, or not for this principal to see: what it holds cannot be vouched for
    if ((await broker.partitions(topic)) === null) throw missingTopic(topic);
    for (const [partition, { end }] of (await broker.offsets(topic)).entries()) ends.set(`${topic}/${partition}`, end);
  }
  return ends;
}

const haveReached = (entries: readonly LedgerEntry[], ends: ReadonlyMap<string, number>): boolean =>
  summarise(entries).partitions.every((part) => part.to >= (ends.get(`${part.topic}/${part.partition}`) ?? 0));

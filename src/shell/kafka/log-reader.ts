import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin, Kafka } from 'kafkajs';
import type { Committed } from '../../ports.ts';
import { RetriableError } from '../../stage.ts';
import { portError } from './errors.ts';

const ASK_AGAIN_AFTER_MS = 200;

/** What there is to read and how far a group has read. */
export interface LogReader {
  partitions(topic: string): Promise<number | null>;
  offsets(topic: string): Promise<readonly { readonly start: number; readonly end: number }[]>;
  committed(group: string, topic: string): Promise<readonly (Committed | null)[]>;
  deleteGroup(group: string): Promise<void>;
  close(): Promise<void>;
}

/** Asks over one connection, which is made at the first question and made anew after a failure. */
export function logReader(client: Kafka): LogReader {
  const { ask: askOnce, close } = askAdmin(client);

  /** A leader that has just moved, or was just chosen, is found over a new connection. */
  async function ask<T>(what: string, question: (admin: Admin) => Promise<T>): Promise<T> {
    try {
      return await askOnce(what, question);
    } catch (cause) {
      if (!(cause instanceof RetriableError)) throw cause;
      await sleep(ASK_AGAIN_AFTER_MS);
      return askOnce(what, question);
    }
  }

  return {
    partitions: (topic) =>
      ask('read the list of topics', async (admin) => {
        // asking for the topic itself would wait for one that does not exist
        if (!(await admin.listTopics()).includes(topic)) return null;
        const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
        return topics[0]?.partitions.length ?? null;
      }),
    offsets: (topic) =>
      ask('read the offsets of a topic', async (admin) => {
        const found = await admin.fetchTopicOffsets(topic);
        return byPartition(found, ({ low, high }) => ({ start: Number(low), end: Number(high) }));
      }),
    committed: (group, topic) =>
      ask('read the commits of a group', async (admin) => {
        const [found] = await admin.fetchOffsets({ groupId: group, topics: [topic] });
        return byPartition(found?.partitions ?? [], ({ offset, metadata }) => committedOf(Number(offset), metadata));
      }),
    deleteGroup: (group) => ask('delete a group', async (admin) => void (await admin.deleteGroups([group]))),
    close,
  };
}

/** A negative offset is what the library commits when the offset it had is out of range. */
const committedOf = (offset: number, metadata: string | null): Committed | null =>
  offset < 0 ? null : { offset, metadata: metadata ?? '' };

function byPartition<P extends { partition: number }, V>(parts: readonly P[], read: (part: P) => V): readonly V[] {
  return [...parts].sort((a, b) => a.partition - b.partition).map(read);
}

/** An admin connection that is opened late and dropped after a failure. */
export function askAdmin(client: Kafka) {
  let opening: Promise<Admin> | null = null;
  let before: Promise<unknown> = Promise.resolve();

  async function open(): Promise<Admin> {
    const admin = client.admin();
    await admin.connect();
    return admin;
  }

  async function close(): Promise<void> {
    const old = opening;
    opening = null;
    await old?.then((admin) => admin.disconnect()).catch(() => {});
  }

  /** One question after the other: the library's metadata, which it changes for each, is shared by all of them. */
  function ask<T>(what: string, question: (admin: Admin) => Promise<T>): Promise<T> {
    const answer = before.then(() => askNow(what, question));
    before = answer.catch(() => {});
    return answer;
  }

  async function askNow<T>(what: string, question: (admin: Admin) => Promise<T>): Promise<T> {
    opening ??= open();
    const mine = opening;
    try {
      return await question(await mine);
    } catch (cause) {
      if (opening === mine) await close();
      throw portError(cause, what);
    }
  }

  return { ask, close };
}

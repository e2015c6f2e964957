import type { Redis } from 'ioredis';
import type { Logger } from '../../ports.ts';
import { FatalError } from '../../runner.ts';
import type { DictionaryEntry, DictionaryStore, KeptEntry } from '../../stages/dictionary/ports.ts';
import type { Namespace } from '../namespace.ts';
import { answered, type RedisConfig, RedisRefusal, redisConnection } from './connection.ts';
import { ADD_SCRIPT, ALL_TENANTS, UNDO_SCRIPT } from './dictionary-scripts.ts';

export interface DictionaryServer {
  readonly redis: RedisConfig;
  readonly logger: Logger;
  readonly namespace?: Namespace | undefined;
}

/** A reader that waited longer for one answer would be late with what came meanwhile. */
const COMMAND_TIMEOUT_MS = 1_000;

/** The dictionaries on Redis. Nothing is waited for here: while Redis is away, calls throw RetriableError. */
export function redisDictionaryStore({ redis: config, logger, namespace }: DictionaryServer): DictionaryStore {
  const redis = redisConnection(config, logger, COMMAND_TIMEOUT_MS);
  const subscribers: Redis[] = [];
  const opened = redis.connect().catch(() => {});
  const names = namesIn(namespace);
  return {
    async add(tenant, entries, most) {
      await opened;
      const args = entries.flatMap((entry) => [entry.id, JSON.stringify(entry)]);
      const keys = [names.versions, names.entries(tenant), names.undone(tenant)];
      const answer = redis.eval(ADD_SCRIPT, keys.length, ...keys, tenant, names.channel, most, ...args);
      return ((await fatalWhereRefused(answer)) as number[]).map((one) => one === 1);
    },
    async version() {
      await opened;
      return Number((await answered(redis.hget(names.versions, ALL_TENANTS))) ?? 0);
    },
    async versions() {
      await opened;
      const [tenants, numbers] = await together<[string[], string[]]>(
        redis.multi().hkeys(names.versions).hvals(names.versions),
      );
      return new Map(
        tenants
          .map((tenant, at) => [tenant, Number(numbers[at])] as const)
          .filter(([tenant]) => tenant !== ALL_TENANTS),
      );
    },
    async read(tenant) {
      await opened;
      const [version, texts, undone] = await together<[string | null, string[], string[]]>(
        redis.multi().hget(names.versions, tenant).hvals(names.entries(tenant)).zrange(names.undone(tenant), '0', '-1'),
      );
      return { version: Number(version ?? 0), entries: entriesOf(texts, new Set(undone)) };
    },
    async undo(tenant, id) {
      await opened;
      const keys = [names.versions, names.entries(tenant), names.undone(tenant)];
      const answer = await answered(redis.eval(UNDO_SCRIPT, keys.length, ...keys, tenant, names.channel, id));
      return (['unknown', 'was_undone', 'undone'] as const)[answer as number] ?? 'unknown';
    },
    onHint(heard) {
      subscribers.push(subscriber(redisConnection(config, logger, COMMAND_TIMEOUT_MS), names.channel, heard, logger));
    },
    async close() {
      for (const one of [redis, ...subscribers]) one.disconnect();
    },
  };
}

/** All keys lie in one slot of a cluster. */
function namesIn(namespace: Namespace | undefined) {
  const prefix = `vedette:{${namespace ? `${namespace.name}/` : ''}dictionary}`;
  return {
    versions: `${prefix}:versions`,
    entries: (tenant: string) => `${prefix}:entries:${tenant}`,
    undone: (tenant: string) => `${prefix}:undone:${tenant}`,
    channel: `${prefix}:DICTIONARY_UPDATED`,
  };
}

/** Subscribes whenever the connection is there again. What was said meanwhile may be lost, so it is looked then too. */
function subscriber(redis: Redis, channel: string, heard: () => void, logger: Logger): Redis {
  redis.on('message', heard);
  redis.on('ready', () => {
    redis
      .subscribe(channel)
      .then(heard, (cause: Error) => logger.warn({ error: cause.message }, 'no hints of changes of the dictionary'));
  });
  redis.connect().catch(() => {});
  return redis;
}

async function together<Answers extends readonly unknown[]>(asked: ReturnType<Redis['multi']>): Promise<Answers> {
  return ((await answered(asked.exec())) ?? []).map(([, answer]) => answer) as unknown as Answers;
}

/** A right that is missing is no fault of the record: the stage stops and says so. */
async function fatalWhereRefused(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answered(answer);
  } catch (cause) {
    throw cause instanceof RedisRefusal ? new FatalError(cause.message) : cause;
  }
}

/** Each text is the version that its entry came with, a space and the entry. */
function entriesOf(texts: readonly string[], undone: ReadonlySet<string>): readonly KeptEntry[] {
  const entries = texts.map((text): KeptEntry => {
    const space = text.indexOf(' ');
    const entry: DictionaryEntry = JSON.parse(text.slice(space + 1));
    return { ...entry, since: Number(text.slice(0, space)), isUndone: undone.has(entry.id) };
  });
  return entries.toSorted((a, b) => a.since - b.since);
}

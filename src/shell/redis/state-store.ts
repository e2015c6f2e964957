import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Logger, ShardChange, StateStore } from '../../ports.ts';
import { RetriableError } from '../../stage.ts';
import { answered, isRefusal, type RedisConfig, RedisRefusal, redisConnection } from './connection.ts';
import { changeArguments, SAVE_SCRIPT, SAVE_SHA, view } from './save-script.ts';

const COMMAND_TIMEOUT_MS = 10_000;
const CONNECT_EVERY_MS = 1000;

/**
 * The state store on Redis. Waits for a Redis that is down, until the signal.
 * Refuses one that may evict: a state that vanishes would be a silent loss.
 */
export async function redisStateStore(
  server: string | RedisConfig,
  logger: Logger,
  signal?: AbortSignal,
): Promise<StateStore> {
  const config = typeof server === 'string' ? { url: server } : server;
  const redis = redisConnection(config, logger, COMMAND_TIMEOUT_MS);
  const refused = new AbortController();
  redis.on('error', (error: NodeJS.ErrnoException) => {
    if (isRefusal(error)) refused.abort(new RedisRefusal(`Redis: ${error.message}`));
  });
  try {
    await waitUntilSafe(redis, logger, AbortSignal.any(signal ? [signal, refused.signal] : [refused.signal]));
  } catch (cause) {
    redis.disconnect();
    throw refused.signal.aborted ? refused.signal.reason : cause;
  }
  return storeOn(redis);
}

async function waitUntilSafe(redis: Redis, logger: Logger, signal: AbortSignal): Promise<void> {
  // it keeps trying by itself
  await redis.connect().catch(() => {});
  for (;;) {
    try {
      return refuseEviction(await answered(redis.info('memory')));
    } catch (cause) {
      if (!(cause instanceof RetriableError)) throw cause;
      logger.warn({ error: cause.message }, 'waiting for Redis');
      await sleep(CONNECT_EVERY_MS, null, { signal });
    }
  }
}

/** Reads INFO, as managed servers often forbid CONFIG. */
export function refuseEviction(info: string): void {
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1] ?? 'unknown';
  if (policy !== 'noeviction')
    throw new Error(`Redis has maxmemory-policy ${policy}: states could vanish. Set maxmemory-policy to noeviction`);
}

function storeOn(redis: Redis): StateStore {
  return {
    async open(shard) {
      const answers = await answered(
        redis
          .multi()
          .hmgetBuffer(keyOf(shard, 'record'), 'version', 'record')
          .hkeys(keyOf(shard, 'timers'))
          .hvals(keyOf(shard, 'timers'))
          .exec(),
      );
      const [[version, record], keys, dues] = (answers ?? []).map(([, answer]) => answer) as Opened;
      return version && record ? { version: Number(version), record, timers: timersOf(keys, dues) } : null;
    },
    async load(shard, version, keys) {
      const reads = redis.multi().hget(keyOf(shard, 'record'), 'version');
      if (keys.length > 0) reads.hmgetBuffer(keyOf(shard, 'states'), ...keys);
      const [found, states = []] = ((await answered(reads.exec())) ?? []).map(([, answer]) => answer) as Loaded;
      return Number(found ?? 0) === version ? states : null;
    },
    save: async (shard, version, change) => (await answered(save(redis, shard, version, change))) === 1,
    close: async () => redis.disconnect(),
  };
}

/** All keys of a shard lie in one slot of a cluster. */
const keyOf = (shard: string, what: 'record' | 'states' | 'timers') => `vedette:{${shard}}:${what}`;

type Loaded = [string | null, (Buffer | null)[]?];
type Opened = [[Buffer | null, Buffer | null], readonly string[], readonly string[]];

/** Keys are foreign, so they come as a list and not as an object. */
const timersOf = (keys: readonly string[], dues: readonly string[]) =>
  new Map(keys.map((key, index) => [key, Number(dues[index])]));

async function save(redis: Redis, shard: string, version: number, change: ShardChange): Promise<unknown> {
  const keys = [keyOf(shard, 'record'), keyOf(shard, 'states'), keyOf(shard, 'timers')];
  const { record, states, timers } = change;
  const args = [...keys, version, change.version, view(record), ...changeArguments(states), ...changeArguments(timers)];
  try {
    return await redis.evalsha(SAVE_SHA, keys.length, ...args);
  } catch (cause) {
    if (!(cause as Error).message.startsWith('NOSCRIPT')) throw cause;
    return redis.eval(SAVE_SCRIPT, keys.length, ...args);
  }
}

import { Redis } from 'ioredis';
import type { Logger } from '../../ports.ts';
import { RetriableError } from '../../stage.ts';
import type { RedisConfig } from './connection.ts';

export interface Announcer {
  /** Sets the flag of the tenant and tells whoever listens. Throws RetriableError. */
  announce(tenant: string, models: readonly string[], time: number): Promise<void>;
  close(): Promise<void>;
}

/** Flag and channel alike; what comes behind is the tenant. */
export const NEW_MODEL_FLAG = 'NEW_MODEL_AVAILABLE:';
const COMMAND_TIMEOUT_MS = 10_000;

/** Tells other programs, by a flag of Redis, that a tenant has new models. In a namespace its name stands before the flag. */
export function redisAnnouncer(config: RedisConfig, logger: Logger, namespace?: string): Announcer {
  const { url, ...login } = config;
  const redis = new Redis(url, {
    ...{ ...login, lazyConnect: true, disableClientInfo: true, maxRetriesPerRequest: 1 },
    ...{ commandTimeout: COMMAND_TIMEOUT_MS, connectTimeout: 3_000 },
  });
  redis.on('error', (error: Error) => logger.warn({ error: error.message }, 'Redis connection'));
  return {
    async announce(tenant, models, time) {
      const flag = `${namespace ? `${namespace}.` : ''}${NEW_MODEL_FLAG}${tenant}`;
      const text = JSON.stringify({ models, time });
      try {
        await redis.set(flag, text);
        await redis.publish(flag, text);
      } catch (cause) {
        throw new RetriableError(`Redis: ${(cause as Error).message}`);
      }
    },
    close: async () => redis.disconnect(),
  };
}

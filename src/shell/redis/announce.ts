import type { Logger } from '../../ports.ts';
import { answered, type RedisConfig, redisConnection } from './connection.ts';

export interface Announcer {
  /** Sets the flag of the tenant and tells whoever listens. Throws RetriableError. */
  announce(tenant: string, models: readonly string[], time: number): Promise<void>;
  close(): Promise<void>;
}

/** Flag and channel alike; what comes behind is the tenant. */
export const NEW_MODEL_FLAG = 'NEW_MODEL_AVAILABLE:';
const COMMAND_TIMEOUT_MS = 10_000;

/** Tells other programs, by a flag of Redis, that a tenant has new models. In a namespace its name stands before the tenant. */
export function redisAnnouncer(config: RedisConfig, logger: Logger, namespace?: string): Announcer {
  const redis = redisConnection(config, logger, COMMAND_TIMEOUT_MS);
  // it keeps trying by itself, and each announcement says that it is not there
  redis.connect().catch(() => {});
  return {
    async announce(tenant, models, time) {
      const flag = `${NEW_MODEL_FLAG}${namespace ? `${namespace}/` : ''}${tenant}`;
      const text = JSON.stringify({ models, time });
      await answered(redis.set(flag, text));
      await answered(redis.publish(flag, text));
    },
    close: async () => redis.disconnect(),
  };
}

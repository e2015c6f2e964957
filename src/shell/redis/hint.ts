import { Redis } from 'ioredis';
import type { RedisConfig } from './state-store.ts';

/** Where processes that hold models may hear that others were promoted. What counts is models.promoted.v1. */
export const MODEL_CHANNEL = 'vedette:models';

const WITHIN_MS = 2_000;

/** Says something on a channel; whoever is not there does not hear it. Throws when Redis does not take it. */
export async function hint({ url, ...login }: RedisConfig, channel: string, text: string): Promise<void> {
  const redis = new Redis(url, {
    ...login,
    lazyConnect: true,
    disableClientInfo: true,
    maxRetriesPerRequest: 0,
    commandTimeout: WITHIN_MS,
    connectTimeout: WITHIN_MS,
    retryStrategy: () => null,
  });
  // what fails is thrown by the calls
  redis.on('error', () => {});
  try {
    await redis.connect();
    await redis.publish(channel, text);
  } finally {
    redis.disconnect();
  }
}

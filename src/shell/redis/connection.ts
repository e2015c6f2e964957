import { Redis } from 'ioredis';
import type { Logger } from '../../ports.ts';
import { RetriableError } from '../../stage.ts';
import type { TlsFiles } from '../tls.ts';

export interface RedisConfig {
  /** With a login in it or not; rediss:// is with TLS. */
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: TlsFiles;
}

const CONNECT_EVERY_MS = 1000;
/** Answers of a Redis that is loading, full, busy or no longer the primary; EXECABORT where a transaction met one of them. */
const PASSING = /^(LOADING|OOM|EXECABORT|BUSY|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOREPLICAS|MISCONF)\b/;

/** A connection that is not open yet, keeps trying once it is told to, and fails at once while it is not there. */
export function redisConnection({ url, ...login }: RedisConfig, logger: Logger, commandTimeoutMs: number): Redis {
  const redis = new Redis(url, {
    ...login,
    lazyConnect: true,
    // a command more that a least user would need
    disableClientInfo: true,
    // a save that is sent again after a reconnect would find its own version and look like another owner's
    autoResendUnfulfilledCommands: false,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: commandTimeoutMs,
    connectTimeout: 3000,
    disconnectTimeout: 200,
    retryStrategy: (attempt) => Math.min(100 * attempt, CONNECT_EVERY_MS),
  });
  redis.on('error', (error: Error) => logger.warn({ error: error.message }, 'Redis connection'));
  return redis;
}

/** Redis, or its certificate, will not be another one for waiting. */
export class RedisRefusal extends Error {
  override readonly name = 'RedisRefusal';
}

export const isRefusal = ({ message, code = '' }: NodeJS.ErrnoException): boolean =>
  /^(WRONGPASS|NOAUTH|NOPERM|DENIED)\b/.test(message) ||
  /^(CERT_|ERR_TLS_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_)/.test(code);

/** What Redis answers, or an error as the ports promise it: only a command that Redis rejects for good is not retriable. */
export async function answered<T>(command: Promise<T>): Promise<T> {
  try {
    return await command;
  } catch (cause) {
    const { name, message } = cause as Error;
    if (name !== 'ReplyError') throw new RetriableError(`Redis: ${message}`, { cause });
    // its cause would carry the command along: a login, or the states of a tenant
    throw PASSING.test(message) ? new RetriableError(`Redis: ${message}`) : new RedisRefusal(`Redis: ${message}`);
  }
}

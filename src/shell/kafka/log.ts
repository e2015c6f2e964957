import type { logCreator as LogCreator } from 'kafkajs';
import kafkajs from 'kafkajs';
import type { Logger } from '../../ports.ts';

/** Names places, never what a record says. */
const FACTS = ['groupId', 'topic', 'partition', 'broker', 'error', 'retryCount', 'retryTime'] as const;

/** Hands the library's log to ours. Its errors are warnings here: what they mean is decided by who called the library. */
export function logCreator(logger: Logger): LogCreator {
  return () => (entry) => {
    const facts: Record<string, unknown> = { kafkajs: entry.namespace };
    for (const name of FACTS) if (isPlain(entry.log[name])) facts[name] = entry.log[name];
    if (entry.level <= kafkajs.logLevel.WARN) logger.warn(facts, entry.log.message);
    else logger.info(facts, entry.log.message);
  };
}

const isPlain = (value: unknown) => typeof value === 'string' || typeof value === 'number';

import { pino, stdTimeFunctions } from 'pino';
import type { Logger } from '../ports.ts';

/** Logs as JSON lines on stderr: stdout is for data. */
export function jsonLogger(
  level: 'debug' | 'info' | 'warn' | 'error',
  to: { write(line: string): void } = process.stderr,
): Logger {
  const log = pino(
    { level, base: null, timestamp: stdTimeFunctions.isoTime, formatters: { level: (label) => ({ level: label }) } },
    to,
  );
  return {
    info: (facts, message) => log.info(facts, message),
    warn: (facts, message) => log.warn(facts, message),
    error: (facts, message) => log.error(facts, message),
  };
}

import type { Logger, Metrics } from '../ports.ts';

/** For commands whose user reads results, not operations: warnings and errors still come, on stderr. */
export const quietLogger: Logger = {
  info() {},
  warn: (facts, message) => void process.stderr.write(`warning: ${message} ${JSON.stringify(facts)}\n`),
  error: (facts, message) => void process.stderr.write(`error: ${message} ${JSON.stringify(facts)}\n`),
};

export const unmeasured: Metrics = { count() {}, gauge() {}, observe() {} };

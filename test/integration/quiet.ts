import type { Logger } from '../../src/ports.ts';

/** A logger that says nothing. */
export const quiet: Logger = { info() {}, warn() {}, error() {} };

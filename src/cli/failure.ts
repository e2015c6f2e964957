import { CommanderError } from 'commander';
import { ConfigurationError } from '../environment.ts';
import { traceOf } from '../runner/failures.ts';
import { FatalError } from '../runner.ts';
import { ContractError } from '../shell/contracts.ts';
import { KafkaRefusal } from '../shell/kafka/errors.ts';
import { RedisRefusal } from '../shell/redis/connection.ts';
import { ModelStoreRefusal } from '../shell/registry/object-store.ts';
import { RegistryRefusal } from '../shell/schemas/registry-admin.ts';
import { RetriableError } from '../stage.ts';

/** What a command's exit code says. */
export const EXIT = { ok: 0, difference: 1, usage: 2, world: 3, bug: 4 } as const;

export const EXIT_HELP = `
Exit codes:
  0  all is well
  1  a difference was found: an imbalance, a drift, an incompatible schema, a fault in a rule or an event
  2  wrong usage or wrong configuration
  3  the world is broken: a server that cannot be reached, a topic that is missing, a stage that failed
  4  a bug of vedette`;

/** Ends a command with one clear line and a code. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** What the caller did wrong: a file that is not there, a stage that does not exist. */
export const usageFailure = (message: string): Failure => new Failure(EXIT.usage, message);

export interface Explained {
  readonly exitCode: number;
  /** Empty where there is nothing more to say. */
  readonly text: string;
}

const WORLD_ERRORS = [FatalError, RetriableError, RegistryRefusal, KafkaRefusal, RedisRefusal, ModelStoreRefusal];
const WORLD_CODES = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  'EADDRINUSE',
  'EHOSTUNREACH',
  'EAI_AGAIN',
  'ENOSPC',
  'EIO',
];

/** The exit code and the one line for whatever a command threw. */
export function explain(error: unknown): Explained {
  if (error instanceof CommanderError) return { exitCode: error.exitCode === 0 ? EXIT.ok : EXIT.usage, text: '' };
  if (!(error instanceof Error)) return { exitCode: EXIT.bug, text: bugText(error) };
  if (error instanceof Failure) return { exitCode: error.exitCode, text: error.message };
  if (error instanceof ConfigurationError || error instanceof ContractError)
    return { exitCode: EXIT.usage, text: error.message };
  if (WORLD_ERRORS.some((kind) => error instanceof kind)) return { exitCode: EXIT.world, text: error.message };
  const { code, path } = error as NodeJS.ErrnoException;
  if (code && WORLD_CODES.includes(code)) return { exitCode: EXIT.world, text: error.message };
  if (code && path) return { exitCode: EXIT.usage, text: `${path}: ${FILE_FAULTS[code] ?? code}` };
  return { exitCode: EXIT.bug, text: bugText(error) };
}

/** The kind and the place: a message that is not ours may quote telemetry, or a command with its password. */
function bugText(error: unknown): string {
  const { error: kind, stack } = traceOf(error);
  const [place = ''] = stack.trim().split('\n');
  return `a bug: ${kind} ${place}; VEDETTE_DEBUG=1 shows more, telemetry too`;
}

const FILE_FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'may not be read or written',
  EISDIR: 'is a folder',
  ENOTDIR: 'is not a folder',
  Z_BUF_ERROR: 'ends in the middle of packed data',
  Z_DATA_ERROR: 'is not packed as its name says',
  ZSTD_error_prefix_unknown: 'is not packed as its name says',
  ZSTD_error_corruption_detected: 'is damaged',
};

import { RetriableError } from '../../stage.ts';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5000;

/** Runs calls to a server; while it fails, further calls fail at once for a time that doubles. */
export type Circuit = <T>(call: () => Promise<T>) => Promise<T>;

export function circuit(name: string, now: () => number = () => performance.now()): Circuit {
  let failures = 0;
  let closedAgainAt = 0;
  return async (call) => {
    if (now() < closedAgainAt) throw new RetriableError(`${name} does not answer, not asked again yet`);
    try {
      const answer = await call();
      failures = 0;
      return answer;
    } catch (cause) {
      closedAgainAt = now() + Math.min(FIRST_PAUSE_MS * 2 ** failures++, LONGEST_PAUSE_MS);
      throw new RetriableError(`${name}: ${(cause as Error).message}`, { cause });
    }
  };
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer } from '../../ports.ts';
import { openSession, type Session, type SessionOptions } from './session.ts';

const REBUILD_AFTER_MS = 1000;

/** A consumer that outlives crashes of the library's: whatever ends it, a new one is built, until it is closed. */
export function groupConsumer(options: SessionOptions): Consumer {
  const closing = new AbortController();
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  // who does not watch `failed` shall not end the process
  failed.catch(() => {});
  let session: Session = openSession(options);

  async function supervise(): Promise<void> {
    while (!closing.signal.aborted) {
      await session.ended;
      await session.close();
      await sleep(REBUILD_AFTER_MS, null, { signal: closing.signal }).catch(() => {});
      if (!closing.signal.aborted) session = openSession(options);
    }
  }

  supervise().catch(async (cause) => {
    await session.close();
    fail(cause);
  });
  return {
    failed,
    lastSeen: () => session.lastSeen(),
    assignment: () => session.assignment(),
    paused: () => session.paused(),
    async close() {
      closing.abort();
      await session.close();
    },
  };
}

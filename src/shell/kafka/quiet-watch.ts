import type { LogReader } from './log-reader.ts';
import type { SlotSet } from './slot-set.ts';

const EVERY_MS = 1000;
const QUIET_MS = 900;

export interface QuietWatch {
  /** The broker has answered a fetch. */
  fetched(): void;
  stop(): void;
}

/** About once a second tells the partitions of which nothing was fetched for a while where the log ends. */
export function watchForQuiet(slots: SlotSet, topic: string, log: LogReader): QuietWatch {
  let fetchedAt = 0;
  let isLooking = false;

  async function look(): Promise<void> {
    const quiet = slots.all().filter(([, slot]) => slot.isQuiet(QUIET_MS));
    // without an answer to a fetch nobody knows whether there is nothing to read
    if (isLooking || quiet.length === 0 || performance.now() - fetchedAt > 2 * EVERY_MS) return;
    isLooking = true;
    // a broker that does not answer shows in lastSeen
    const offsets = await log.offsets(topic).catch(() => []);
    isLooking = false;
    for (const [partition, slot] of quiet) {
      const end = offsets[partition]?.end;
      if (end !== undefined) slot.idle(end);
    }
  }

  const timer = setInterval(() => void look(), EVERY_MS);
  return {
    fetched() {
      fetchedAt = performance.now();
    },
    stop: () => clearInterval(timer),
  };
}

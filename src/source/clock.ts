const JUMP_MS = 3_600_000;
const AGREEING = 3;

export interface SourceClock {
  /** Where the source is after this line: never goes back. */
  see(time: number | null, host: string): number;
  readonly now: number;
}

/**
 * The running time of a source that is read in order. A jump of more than an hour counts only when three lines
 * agree on it, of three hosts where so many are known: one line dated 2100 must not blind detection.
 */
export function sourceClock(): SourceClock {
  let now = Number.NEGATIVE_INFINITY;
  let doubted: { time: number; host: string }[] = [];
  const hosts = new Set<string>();

  function agreed(): boolean {
    const needed = Math.min(AGREEING, Math.max(1, hosts.size));
    return doubted.length >= AGREEING && new Set(doubted.map((one) => one.host)).size >= needed;
  }

  return {
    get now() {
      return now;
    },
    see(time, host) {
      if (time === null) return now;
      if (hosts.size < AGREEING) hosts.add(host);
      if (time <= now + JUMP_MS || now === Number.NEGATIVE_INFINITY) {
        doubted = time > now - JUMP_MS ? [] : doubted;
        now = Math.max(now, time);
        return now;
      }
      doubted = [...doubted.filter((one) => Math.abs(one.time - time) <= JUMP_MS), { time, host }].slice(-50);
      if (agreed()) {
        now = Math.min(...doubted.map((one) => one.time));
        doubted = [];
      }
      return now;
    },
  };
}

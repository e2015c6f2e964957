export interface Circuit {
  /** Whether the server is to be asked; `probe`: first whether it is there at all. */
  state(now: number): 'closed' | 'open' | 'probe';
  succeeded(): void;
  failed(now: number): void;
}

/** After so many failures in a row the server is left alone. */
const FAILURES = 5;
const PAUSE_MS = 5_000;

/** Spares a server that fails, and those who wait for it: while it is open nobody asks, then one asks whether it is back. */
export function circuit(): Circuit {
  let failures = 0;
  let openUntil = 0;
  return {
    state(now) {
      if (failures < FAILURES) return 'closed';
      if (now < openUntil) return 'open';
      // the others wait until this one knows
      openUntil = now + PAUSE_MS;
      return 'probe';
    },
    succeeded() {
      failures = 0;
    },
    failed(now) {
      failures += 1;
      if (failures >= FAILURES) openUntil = now + PAUSE_MS;
    },
  };
}

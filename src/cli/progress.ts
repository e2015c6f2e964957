const EVERY_MS = 200;

export interface Progress {
  show(lines: number, time: number, alerts: number): void;
  end(): void;
}

/** One line on stderr that is written over, only where a person is looking. */
export function progressLine(): Progress {
  const live = process.stderr.isTTY === true;
  const startedAt = performance.now();
  let shownAt = Number.NEGATIVE_INFINITY;
  return {
    show(lines, time, alerts) {
      const now = performance.now();
      if (!live || now - shownAt < EVERY_MS) return;
      shownAt = now;
      const at = Number.isFinite(time) ? new Date(time).toISOString().slice(0, 19) : 'unknown time';
      const rate = Math.round((lines / (now - startedAt)) * 1000);
      process.stderr.write(`\r${lines} events, ${rate}/s, at ${at}, ${alerts} alerts \u001b[K`);
    },
    end() {
      if (live) process.stderr.write('\r\u001b[K');
    },
  };
}

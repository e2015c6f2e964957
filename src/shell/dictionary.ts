import type { Clock, Logger } from '../ports.ts';
import type { DictionaryEntry, DictionaryStore } from '../stages/dictionary/ports.ts';

/** The dictionaries as this process knows them, kept up to date. */
export interface Dictionary<T> {
  /** What was made of the entries of a tenant that count; null where it has none. No tenant sees another's. */
  of(tenant: string): T | null;
  /** Of all tenants together, as last seen; null before the store has ever answered. */
  version(): number | null;
  /** Clock time of the store's last answer, epoch ms; 0 before the first. */
  seenAt(): number;
  close(): Promise<void>;
}

export interface DictionaryWorld<T> {
  readonly store: DictionaryStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Makes of entries, in the order in which they count, what is used. */
  readonly compile: (entries: readonly DictionaryEntry[]) => T;
  /** Default: every 500 ms, so that a change whose hint is lost is seen well within two seconds. */
  readonly lookEveryMs?: number;
}

const LOOK_EVERY_MS = 500;
/** Between two looks at least, however many hints come. */
const REST_MS = 50;

/**
 * Follows the dictionaries: a hint is looked after at once, and without one it is looked now and then. While the store is
 * away, what was seen last stays in force.
 */
export function dictionaryOf<T>({ store, clock, logger, compile, ...options }: DictionaryWorld<T>): Dictionary<T> {
  const stop = new AbortController();
  const known = new Map<string, { readonly version: number; readonly made: T }>();
  let [version, seenAt, isAway]: [number | null, number, boolean] = [null, 0, false];
  let wake = new AbortController();
  store.onHint(() => wake.abort());

  async function look(): Promise<void> {
    const newest = await store.version();
    if (newest !== version) await readChanged(store, known, compile);
    version = newest;
    seenAt = clock.now();
    isAway = false;
  }

  async function keepLooking(): Promise<void> {
    while (!stop.signal.aborted) {
      wake = new AbortController();
      await look().catch((cause: Error) => {
        if (!isAway)
          logger.warn({ error: cause.message }, 'the dictionary cannot be read: what was seen last stays in force');
        isAway = true;
      });
      await clock.sleep(REST_MS, stop.signal);
      await clock.sleep((options.lookEveryMs ?? LOOK_EVERY_MS) - REST_MS, AbortSignal.any([stop.signal, wake.signal]));
    }
  }

  const looking = keepLooking();
  return {
    of: (tenant) => known.get(tenant)?.made ?? null,
    version: () => version,
    seenAt: () => seenAt,
    async close() {
      stop.abort();
      await looking;
      await store.close();
    },
  };
}

type Known<T> = Map<string, { readonly version: number; readonly made: T }>;

async function readChanged<T>(
  store: DictionaryStore,
  known: Known<T>,
  compile: (entries: readonly DictionaryEntry[]) => T,
): Promise<void> {
  const versions = await store.versions();
  for (const tenant of known.keys()) if (!versions.has(tenant)) known.delete(tenant);
  for (const [tenant, newest] of versions) {
    if (known.get(tenant)?.version === newest) continue;
    const { version, entries } = await store.read(tenant);
    known.set(tenant, { version, made: compile(entries.filter(({ isUndone }) => !isUndone)) });
  }
}

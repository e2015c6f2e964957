import type { Clock } from '../../ports.ts';
import type { DictionaryStore } from '../../stages/dictionary/ports.ts';
import { type Standing, standings } from './standing.ts';

const LOOK_EVERY_MS = 500;

/** Tells how each entry of a tenant stands, first all of them, then each whose standing has changed, until the signal. */
export async function followStandings(
  store: DictionaryStore,
  tenant: string,
  {
    clock,
    signal,
    tell,
  }: { readonly clock: Clock; readonly signal: AbortSignal; readonly tell: (one: Standing) => void },
): Promise<void> {
  const told = new Map<string, Standing['state']>();
  for (let seen = -1; !signal.aborted; await clock.sleep(LOOK_EVERY_MS, signal)) {
    const newest = await store.version();
    if (newest === seen) continue;
    for (const one of standings((await store.read(tenant)).entries)) {
      if (told.get(one.id) !== one.state) tell(one);
      told.set(one.id, one.state);
    }
    seen = newest;
  }
}

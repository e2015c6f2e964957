import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when the claim has become true. */
export async function until(what: string, claim: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  for (const deadline = performance.now() + withinMs; performance.now() < deadline; await sleep(10))
    if (await claim()) return;
  throw new Error(`not within ${withinMs} ms: ${what}`);
}

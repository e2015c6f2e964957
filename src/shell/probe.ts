import type { Clock } from '../ports.ts';
import { RetriableError } from '../stage.ts';

/** A server that is asked now and then whether it is there. */
export interface Reachable {
  readonly name: string;
  /** Clock time of its last answer. */
  lastAnswerAt(): number;
}

/** Asks again and again until the signal. A refusal is an answer: only a broken world is none. */
export function probe(
  name: string,
  ask: () => Promise<unknown>,
  { clock, everyMs, signal }: { readonly clock: Clock; readonly everyMs: number; readonly signal: AbortSignal },
): Reachable {
  let answeredAt = clock.now();
  async function keepAsking(): Promise<void> {
    while (!signal.aborted) {
      const answered = await ask().then(
        () => true,
        (cause: unknown) => !(cause instanceof RetriableError),
      );
      if (answered) answeredAt = clock.now();
      await clock.sleep(everyMs, signal);
    }
  }
  void keepAsking();
  return { name, lastAnswerAt: () => answeredAt };
}

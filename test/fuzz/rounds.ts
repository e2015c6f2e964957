import fc from 'fast-check';
import { corpusOf, type Entry } from './corpus.ts';
import type { Target } from './target.ts';

/** Inputs are made so many at a time; a place in a batch and the batch's seed give an input again. */
export const BATCH = 64;
/** No input may take longer. */
export const LONGEST_MS = 1_000;
/** Below it a measured time is not worth a second look. */
const NOTABLE_MS = 20;

const PRIME = 1_000_003;

/** Seeds of batches do not meet those of the next run. */
const seedOf = (seed: number, batch: number): number => (Math.imul(seed, PRIME) + batch) | 0;

export function batchOf<I>(arbitrary: fc.Arbitrary<I>, seed: number, batch: number): readonly I[] {
  return fc.sample(arbitrary, { numRuns: BATCH, seed: seedOf(seed, batch), unbiased: false });
}

export const arbitraryOf = <I>(target: Target<I>, corpus: readonly Entry<I>[] = corpusOf(target)): fc.Arbitrary<I> =>
  target.inputs(corpus.map(({ input }) => input));

export type Verdict =
  | { readonly ok: true; readonly ms: number }
  | { readonly ok: false; readonly ms: number; readonly what: string };

/**
 * Checks one input: its laws, what it leaves on the prototype of all objects, its time. A slow one is taken twice and
 * its processor time counts where that is less, as others use the machine too.
 */
export async function judge<I>(target: Target<I>, input: I, worst = NOTABLE_MS): Promise<Verdict> {
  const first = await timed(target, input);
  if (!first.ok || first.ms <= Math.max(worst, NOTABLE_MS)) return first;
  const before = process.cpuUsage();
  const second = await timed(target, input);
  if (!second.ok) return second;
  const { user, system } = process.cpuUsage(before);
  const ms = Math.min(first.ms, second.ms, (user + system) / 1_000);
  return ms > LONGEST_MS ? { ok: false, ms, what: `took ${Math.round(ms)} ms` } : { ok: true, ms };
}

async function timed<I>(target: Target<I>, input: I): Promise<Verdict> {
  const startedAt = performance.now();
  try {
    const running = target.check(input);
    if (running instanceof Promise) await running;
    const ms = performance.now() - startedAt;
    const stain = cleaned();
    return stain === null ? { ok: true, ms } : { ok: false, ms, what: `Object.prototype got ${stain}` };
  } catch (error) {
    cleaned();
    return { ok: false, ms: performance.now() - startedAt, what: described(error) };
  }
}

/** What the input left on the prototype of every object, taken off again; null where it is as it was. */
function cleaned(): string | null {
  const names = Object.keys(Object.prototype);
  for (const name of names) delete (Object.prototype as Record<string, unknown>)[name];
  return names.length === 0 ? null : names.join(', ');
}

/** The error and the place of ours where it was thrown. */
function described(error: unknown): string {
  if (!(error instanceof Error)) return `threw ${typeof error}`;
  const place = error.stack
    ?.split('\n')
    .find((line) => /\/(?:src|fuzz)\//.test(line) && !line.includes('/fuzz/target.ts'));
  return `${error.name}: ${error.message.slice(0, 300)} ${place?.trim().replace(/file:.*\/(src|test)\//, '$1/') ?? ''}`.trim();
}

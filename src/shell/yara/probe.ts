import { Worker } from 'node:worker_threads';
import { type CompileFault, packed, RESOURCE_LIMITS, type Said, type YaraRuleText } from './messages.ts';

/** Time to come up, compiling included. */
const START_LIMIT_MS = 10_000;

/** What became of a text in a worker of its own. */
export type ProbeResult =
  | { readonly kind: 'scanned'; readonly faults: readonly CompileFault[] }
  /** It was ready, and then died or was not through in time. */
  | { readonly kind: 'killed' }
  | { readonly kind: 'never_ready' };

/** Starts a worker for one text and ends it. */
export async function probe(
  script: URL,
  rules: readonly YaraRuleText[],
  text: string,
  limitMs: number,
): Promise<ProbeResult> {
  const worker = new Worker(script, { workerData: rules, resourceLimits: RESOURCE_LIMITS });
  const { promise, resolve } = Promise.withResolvers<ProbeResult>();
  let faults: readonly CompileFault[] | null = null;
  const end = () => resolve({ kind: faults === null ? 'never_ready' : 'killed' });
  let timer = setTimeout(end, START_LIMIT_MS);
  worker.on('message', (said: Said) => {
    if (said.kind === 'scanned') return resolve({ kind: 'scanned', faults: faults ?? [] });
    faults = said.faults;
    clearTimeout(timer);
    timer = setTimeout(end, limitMs);
    worker.postMessage(packed(0, [text]));
  });
  worker.on('error', end);
  worker.on('exit', end);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

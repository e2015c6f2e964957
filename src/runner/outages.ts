import type { Clock, Codec, Decoded, Metrics, Producer, StateStore } from '../ports.ts';
import { RetriableError } from '../stage.ts';

/** Which part of the world was broken. */
export type Outage = 'broker' | 'store' | 'registry' | 'table' | 'other';

const outages = new WeakMap<object, Outage>();

/** What was noted of the error by the port it came through. */
export const outageOf = (cause: object): Outage => outages.get(cause) ?? 'other';

/** Notes where a broken world was met; answers the same error. */
export function noted<E>(outage: Outage, cause: E): E {
  if (cause instanceof RetriableError && !outages.has(cause)) outages.set(cause, outage);
  return cause;
}

interface Watch {
  readonly stage: string;
  readonly clock: Clock;
  readonly metrics: Metrics;
}

/** Runs a call to the world and measures how long it was waited for. */
async function timed<T>(
  { stage, clock, metrics }: Watch,
  outage: Outage,
  metric: string,
  call: string,
  work: () => Promise<T>,
): Promise<T> {
  const startedAt = clock.now();
  try {
    return await work();
  } catch (cause) {
    throw noted(outage, cause);
  } finally {
    metrics.observe(metric, { stage, call }, (clock.now() - startedAt) / 1000);
  }
}

/** The store, with every wait for it measured. */
export const watchedStore = (store: StateStore, watch: Watch): StateStore => ({
  open: (...args) => timed(watch, 'store', 'vedette_store_seconds', 'open', () => store.open(...args)),
  load: (...args) => timed(watch, 'store', 'vedette_store_seconds', 'load', () => store.load(...args)),
  save: (...args) => timed(watch, 'store', 'vedette_store_seconds', 'save', () => store.save(...args)),
  close: () => store.close(),
});

/** The producer, with the time until every ack measured. */
export const watchedProducer = (producer: Producer, watch: Watch): Producer => ({
  send: (...args) => timed(watch, 'broker', 'vedette_produce_seconds', 'send', () => producer.send(...args)),
  close: () => producer.close(),
});

/** The codec. What it knows it answers at once and unmeasured; only a question to the registry is a wait. */
export function watchedCodec(codec: Codec, watch: Watch): Codec {
  const waited = (answer: Promise<Decoded>) =>
    timed(watch, 'registry', 'vedette_registry_seconds', 'decode', () => answer);
  return {
    encode(topic, value) {
      try {
        return codec.encode(topic, value);
      } catch (cause) {
        throw noted('registry', cause);
      }
    },
    decode(topic, bytes) {
      const answer = codec.decode(topic, bytes);
      return answer instanceof Promise ? waited(answer) : answer;
    },
  };
}

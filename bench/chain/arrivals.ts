import { ALERTS_RAISED, type DetectionFinding } from '../../src/domain/contracts.gen.ts';
import type { Broker, Codec } from '../../src/ports.ts';
import { markHost } from './load.ts';

export interface Arrivals {
  /** Of the marks [from, to) that have arrived: the planned moment, and milliseconds from it to the first alert. */
  delays(planned: ReadonlyMap<number, number>, from: number, to: number): readonly (readonly [number, number])[];
  readonly alerts: number;
  close(): Promise<void>;
}

const PREFIX = markHost(0).slice(0, -1);

/** Watches alerts.raised as a subscriber would. */
export function watchAlerts(broker: Broker, codec: Codec): Arrivals {
  const arrived = new Map<number, number>();
  const stop = new AbortController();
  let alerts = 0;
  const following = broker.follow(
    ALERTS_RAISED.name,
    async (records) => {
      const at = performance.now();
      for (const { value } of records) {
        const decoded = value && (await codec.decode(ALERTS_RAISED.name, value));
        if (!decoded?.ok) continue;
        alerts += 1;
        for (const number of marksIn(decoded.value as DetectionFinding))
          if (!arrived.has(number)) arrived.set(number, at);
      }
    },
    stop.signal,
  );
  return {
    get alerts() {
      return alerts;
    },
    delays: (planned, from, to) =>
      [...planned].flatMap(([number, plannedAt]) => {
        const at = number >= from && number < to ? arrived.get(number) : undefined;
        return at === undefined ? [] : [[plannedAt, at - plannedAt] as const];
      }),
    async close() {
      stop.abort();
      await following;
    },
  };
}

const marksIn = ({ observables }: DetectionFinding): readonly number[] =>
  (observables ?? []).flatMap(({ value }) => (value?.startsWith(PREFIX) ? [Number(value.slice(PREFIX.length))] : []));

/** Percentiles in ms. */
export function percentiles(latencies: readonly number[]): Readonly<Record<string, number>> {
  const sorted = [...latencies].sort((a, b) => a - b);
  const at = (share: number) =>
    Number((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN).toFixed(1));
  return { count: sorted.length, p50Ms: at(0.5), p99Ms: at(0.99), p999Ms: at(0.999), maxMs: at(1) };
}

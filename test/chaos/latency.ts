import { type Signal, TELEMETRY_SIGNALS } from '../../src/domain/contracts.gen.ts';
import type { Lab } from './lab.ts';

/** Milliseconds from the append on telemetry.raw to the append on telemetry.signals, of the owner's signals that are chosen. */
export async function latencies(
  { broker, codec }: Lab,
  isChosen: (signal: Signal) => boolean,
): Promise<readonly number[]> {
  const found: number[] = [];
  for await (const { value, timestamp } of broker.readAll(TELEMETRY_SIGNALS.name)) {
    const answer = value && (await codec.decode(TELEMETRY_SIGNALS.name, value));
    if (!answer?.ok) continue;
    const signal = answer.value as Signal;
    if (signal.owner && isChosen(signal)) found.push(timestamp - signal.event.receivedAt);
  }
  return found.sort((a, b) => a - b);
}

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;

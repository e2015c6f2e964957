import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Scenario } from './ait-telemetry.ts';
import { attackMinutes } from './ait-telemetry.ts';

export interface Calibration {
  /** Expected calibration error over all host-minutes with an event. */
  readonly ece: number;
  /** The same over those of which the product says at least 0.1: the quiet ones would hide all else. */
  readonly eceWhereNotable: number;
  readonly windows: number;
  readonly notable: number;
}

interface Window {
  readonly confidence: number;
  readonly attack: boolean;
}

const BINS = 10;
const NOTABLE = 0.1;

/** How true `confidence` is, by host-minute: the highest of its events against whether an attack step was in it. */
export async function calibrationOf(judged: readonly { scenario: Scenario; scores: string }[]): Promise<Calibration> {
  const windows: Window[] = [];
  for (const { scenario, scores } of judged) windows.push(...(await windowsOf(scenario, scores)));
  const notable = windows.filter(({ confidence }) => confidence >= NOTABLE);
  return {
    ece: expectedError(windows),
    eceWhereNotable: expectedError(notable),
    windows: windows.length,
    notable: notable.length,
  };
}

async function windowsOf(scenario: Scenario, scores: string): Promise<readonly Window[]> {
  const best = new Map<string, number>();
  for await (const line of createInterface({ input: createReadStream(scores) })) {
    const { time, host, confidence } = JSON.parse(line) as { time: number; host: string; confidence: number };
    const key = `${host} ${Math.floor(time / 60_000)}`;
    best.set(key, Math.max(best.get(key) ?? 0, confidence));
  }
  const attacks = attackMinutes(scenario);
  return [...best].map(([key, confidence]) => ({ confidence, attack: attacks.has(key) }));
}

/** Ten bins of equal width, weighted by their windows (Naeini, Cooper and Hauskrecht, AAAI 2015). */
function expectedError(windows: readonly Window[]): number {
  const bins = Map.groupBy(windows, ({ confidence }) => Math.min(BINS - 1, Math.floor(confidence * BINS)));
  let error = 0;
  for (const held of bins.values()) {
    const said = held.reduce((sum, { confidence }) => sum + confidence, 0);
    const came = held.filter(({ attack }) => attack).length;
    error += Math.abs(said - came) / windows.length;
  }
  return error;
}

import type { Detection } from '../../domain/contracts.gen.ts';
import { severityId } from '../../domain/severity.ts';
import type { Item } from './evidence.ts';

/** Risk of one certain detection by severity_id. A high one alone falls short of the threshold; it opens a threat by itself. */
const WEIGHTS = [0.5, 1, 5, 15, 40, 70, 70] as const;
/** Detectors that fire on the same event mostly see the same thing: the others add only this share. */
const SHARE_OF_OTHERS = 0.25;
/** Risk shown for a severity before anything else is known, 0..100. */
const FLOORS = [0, 0, 10, 25, 45, 65, 80] as const;
/** Collected risk that goes half of the way from the floor to 100. */
const HALFWAY = 120;

/** What is left after some time; a risk noted in the future counts as from then. */
export const decayed = (risk: number, elapsedMs: number, halfLifeMs: number): number =>
  risk * 2 ** (-Math.abs(elapsedMs) / halfLifeMs);

/** Share that the n-th repeat adds: n repeats together add log2(n + 1), so that noise saturates. */
export const repeatShare = (n: number): number => Math.log2(1 + 1 / n);

/** Risk that a signal adds. `repeats` says how often the detector fired in the window, this time included. */
export function riskOf(item: Item, repeats: (detection: Detection) => number): number {
  if (item.detections.length === 0) return weight(item.severity, item.score);
  const parts = item.detections.map(
    (detection) =>
      weight(detection.severity, Math.max(detection.probability, item.score)) * repeatShare(repeats(detection)),
  );
  const most = Math.max(...parts);
  const sum = parts.reduce((a, b) => a + b, 0);
  return most + SHARE_OF_OTHERS * (sum - most);
}

const weight = (severity: number, strength: number): number =>
  (WEIGHTS[severityId(severity)] as number) * (0.5 + 0.5 * Math.min(1, Math.max(0, strength)));

/** Collected risk and severity as one figure of 0..100 that ranks threats; rises with each. */
export function rank(risk: number, severity: number): number {
  const floor = FLOORS[severityId(severity)] as number;
  return floor + (100 - floor) * (1 - 2 ** (-risk / HALFWAY));
}

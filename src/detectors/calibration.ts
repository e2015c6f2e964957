/** Points (raw score, probability) of a curve that never falls. */
export type Curve = readonly (readonly [number, number])[];

/** Reads a piecewise linear curve; flat before its first and after its last point. NaN stays NaN. */
export function calibrate(curve: Curve, raw: number): number {
  if (Number.isNaN(raw)) return Number.NaN;
  let [leftX, leftY] = curve[0] ?? [0, 0];
  if (raw <= leftX) return leftY;
  for (const [x, y] of curve) {
    if (raw <= x) return leftY + ((raw - leftX) / (x - leftX)) * (y - leftY);
    leftX = x;
    leftY = y;
  }
  return leftY;
}

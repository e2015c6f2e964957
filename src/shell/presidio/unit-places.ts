/**
 * Places in a text that were counted in code points, as Python counts, in UTF-16 units. null where one is none of the text.
 */
export function unitPlaces(text: string, points: readonly number[]): ReadonlyMap<number, number> | null {
  const places = new Map<number, number>();
  let [unit, point] = [0, 0];
  for (const wanted of points.toSorted((a, b) => a - b)) {
    if (!Number.isSafeInteger(wanted) || wanted < 0) return null;
    for (; point < wanted; point++) {
      if (unit >= text.length) return null;
      unit += (text.codePointAt(unit) as number) > 0xffff ? 2 : 1;
    }
    places.set(wanted, unit);
  }
  return places;
}

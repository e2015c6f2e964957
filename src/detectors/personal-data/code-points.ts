import type { PersonalSpan } from './personal-type.ts';

/** Spans of a text with offsets in Unicode code points instead of UTF-16 units. Spans must be in order. */
export function inCodePoints(text: string, spans: readonly PersonalSpan[]): readonly PersonalSpan[] {
  let unit = 0;
  let points = 0;
  const pointsAt = (place: number): number => {
    for (; unit < place; points++) unit += (text.codePointAt(unit) as number) > 0xffff ? 2 : 1;
    return points;
  };
  return spans.map(({ start, end, type }) => ({ start: pointsAt(start), end: pointsAt(end), type }));
}

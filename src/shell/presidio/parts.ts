/** A stretch of a text; start in UTF-16 units. */
export interface Part {
  readonly start: number;
  readonly text: string;
}

/** So much of the end of a part stands at the beginning of the next: what is cut in two is whole in one of them. */
const OVERLAP = 256;

/** A long text in parts of at most `longest` units, which cut no character in two and overlap. */
export function partsOf(text: string, longest: number): readonly Part[] {
  const parts: Part[] = [];
  for (let start = 0; ; ) {
    const end = start + longest >= text.length ? text.length : border(text, start + longest);
    parts.push({ start, text: text.slice(start, end) });
    if (end === text.length) return parts;
    start = border(text, end - OVERLAP);
  }
}

/** The place itself, or the one before it where it lies inside of a surrogate pair. */
const border = (text: string, place: number): number =>
  (text.codePointAt(place - 1) as number) > 0xffff ? place - 1 : place;

export const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const LINE_SEPARATOR = 0x2028;
const PARAGRAPH_SEPARATOR = 0x2029;

/** Whether a code unit is what String.prototype.trim takes away. */
export function isWhite(code: number): boolean {
  if (code <= 32) return code === 32 || (code >= 9 && code <= 13);
  return code >= 0xa0 && String.fromCharCode(code).trim() === '';
}

/** How many lines end with a code unit, given the one before it: a paragraph separator ends two. */
export function lineEnds(code: number, before: number): number {
  if (code === LINE_FEED) return before === CARRIAGE_RETURN ? 0 : 1;
  if (code === PARAGRAPH_SEPARATOR) return 2;
  return code === CARRIAGE_RETURN || code === LINE_SEPARATOR ? 1 : 0;
}

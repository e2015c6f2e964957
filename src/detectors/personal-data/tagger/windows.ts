/** Tokens that a model reads at once. */
export const WINDOW = 256;
/** How far from a token the model looks, to both sides: so much of a window's ends is context only. */
export const MARGIN = 15;

/** Tokens `from` to `until` are read, and what is said of `first` to `last` counts; ends are exclusive. */
export interface Window {
  readonly from: number;
  readonly until: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Windows in which every token counts once, and all that the model looks at from there is read: what is said of a token
 * does not depend on where windows are cut.
 */
export function windowsOf(tokens: number): readonly Window[] {
  const windows: Window[] = [];
  for (let first = 0; first < tokens; ) {
    const from = Math.max(0, first - MARGIN);
    const until = Math.min(tokens, from + WINDOW);
    const last = until === tokens ? tokens : until - MARGIN;
    windows.push({ from, until, first, last });
    first = last;
  }
  return windows;
}

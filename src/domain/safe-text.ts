/**
 * Characters that steer a terminal or hide text from a reader: controls, zero-width and bidirectional marks,
 * line and paragraph separators, lone surrogates.
 */
const STEERING = /[\p{Cc}\p{Cf}\u2028\u2029\p{Cs}]/gu;

/** Hostile text for a human to read: what steers is written as \u{..}, the length is at most `max` characters. */
export function safeText(text: string, max = 120): string {
  const shown = text.slice(0, max).replaceAll(STEERING, escapeCharacter);
  return shown.length > max || text.length > max ? `${shown.slice(0, max - 1)}…` : shown;
}

function escapeCharacter(character: string): string {
  return `\\u{${(character.codePointAt(0) as number).toString(16)}}`;
}

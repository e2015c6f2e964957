/** A text to look for: lower case and ASCII alone. */
export interface Needle {
  readonly text: string;
  /** It counts only at the start of a text, or only at its end. */
  readonly isStart: boolean;
  readonly isEnd: boolean;
}

/** A needle with the number that it is told by. */
export interface Numbered {
  readonly number: number;
  readonly needle: Needle;
}

/** Told the number of each needle that a text holds. */
export interface Hits {
  hit(needle: number): void;
}

export const ASCII = 128;
const KELVIN_SIGN = 0x212a;
const CAPITAL_I_WITH_DOT = 0x130;
const K = 0x6b;
const I = 0x69;

/** Lower case of ASCII by its code. */
export const FOLD: Uint8Array = Uint8Array.from({ length: ASCII }, (_, code) =>
  code >= 0x41 && code <= 0x5a ? code + 0x20 : code,
);

/** The code that a character beyond ASCII counts as: two have a lower case that begins with an ASCII letter. 0 for the others. */
export function foldBeyond(code: number): number {
  if (code === KELVIN_SIGN) return K;
  return code === CAPITAL_I_WITH_DOT ? I : 0;
}

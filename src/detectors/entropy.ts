/** What the characters of a text look like. Ratios in 0..1, entropy in bits a character (0..8). */
export interface TextProfile {
  length: number;
  entropy: number;
  digitRatio: number;
  upperRatio: number;
  specialRatio: number;
  /** Longest run of base64 characters. */
  base64Run: number;
}

const LONGEST = 1024;
const counts = new Uint16Array(256);
const N_LOG_N = Float64Array.from({ length: LONGEST + 1 }, (_, n) => (n === 0 ? 0 : n * Math.log2(n)));

const DIGIT = 1;
const UPPER = 2;
const LETTER = 4;
const BASE64_SIGN = 8;
const SPACE = 16;
const KIND = Uint8Array.from({ length: 256 }, (_, code) => kindOf(code));

function kindOf(code: number): number {
  if (code >= 48 && code <= 57) return DIGIT;
  if (code >= 65 && code <= 90) return UPPER | LETTER;
  if (code >= 97 && code <= 122) return LETTER;
  if (code === 43 || code === 47 || code === 61) return BASE64_SIGN;
  return code === 32 ? SPACE : 0;
}

/** Profile of the first 1,024 characters; all zeros for the empty text. Characters beyond Latin-1 are folded into 128 places. */
export function profileOf(text: string): TextProfile {
  const length = Math.min(text.length, LONGEST);
  let digits = 0;
  let uppers = 0;
  let specials = 0;
  let run = 0;
  let base64Run = 0;
  counts.fill(0);
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    const place = code < 256 ? code : 128 | (code & 127);
    counts[place] = (counts[place] as number) + 1;
    const kind = KIND[place] as number;
    digits += kind & DIGIT;
    if (kind & UPPER) uppers++;
    if ((kind & (DIGIT | LETTER | SPACE)) === 0) specials++;
    run = kind & (DIGIT | LETTER | BASE64_SIGN) ? run + 1 : 0;
    if (run > base64Run) base64Run = run;
  }
  const all = length || 1;
  return {
    length: text.length,
    entropy: entropyOfCounts(length),
    digitRatio: digits / all,
    upperRatio: uppers / all,
    specialRatio: specials / all,
    base64Run,
  };
}

function entropyOfCounts(length: number): number {
  if (length < 2) return 0;
  let sum = 0;
  for (let place = 0; place < 256; place++) sum += N_LOG_N[counts[place] as number] as number;
  return Math.max(0, Math.log2(length) - sum / length);
}

/** Shannon entropy of a text, bits a character. */
export function entropyOf(text: string): number {
  return profileOf(text).entropy;
}

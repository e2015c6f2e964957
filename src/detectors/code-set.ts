/**
 * The codes that an entity used last, and those that its whole tenant did, as a set that a model can read: of each its
 * token and eight numbers of a byte. The event's own code stands first, then the entity's others, the one used last first,
 * then the tenant's.
 */
import { ALL, FIRST, LAST, rowsInUse, TIMES } from './code-book.ts';
import { HALF_LIVES_MS, RATES } from './decay.ts';
import type { EntityWindows } from './entity-windows.ts';

/** Codes of each of the two. */
export const MOST_OF_EACH = 24;
/** Codes of a set. */
export const CODE_SET_LENGTH = 2 * MOST_OF_EACH;
/** Numbers of each code: events with the four half-lives, recency, newness, is it of this moment, is it the event's own. */
export const CODE_VALUES = 8;
const CODE_TOKENS = 4096;
/** Token 0 is no code; an entity's codes have 1..4095, the same codes of its tenant 4097..8191. */
export const CODE_VOCABULARY = 2 * CODE_TOKENS;

export const ENTRY_BYTES = 2 + CODE_VALUES;
/** Steps of a byte that tells ln(1 + count). */
const LOG_STEPS = 16;
const FULL = 255;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Byte of ln(1 + count). */
export const countByte = (count: number): number => Math.min(FULL, Math.round(LOG_STEPS * Math.log1p(count)));

/** Place of a code's token in an embedding. */
export const codeToken = (code: number): number => 1 + (code % (CODE_TOKENS - 1));
/** The same of a code of the tenant. */
export const tenantToken = (code: number): number => CODE_TOKENS + codeToken(code);
/** Of a token, the same number for the same code, and whether it is the tenant's. */
export const kindOf = (token: number): { readonly kind: number; readonly isOfTenant: boolean } => ({
  kind: token % CODE_TOKENS,
  isOfTenant: token > CODE_TOKENS,
});

const OF_ENTITY_BYTES = MOST_OF_EACH * ENTRY_BYTES;
const scratch = new Uint8Array(CODE_SET_LENGTH * ENTRY_BYTES);

/** The set as it stands when the book has just met the event in `row`, with the packed codes of its tenant; valid until the next call. */
export function packCodes(windows: EntityWindows, row: number, ofTenant: Uint8Array): Uint8Array {
  const { codeOrder } = windows;
  const known = rowsInUse(windows);
  let at = pack(windows, row, 0, true);
  for (let i = 0; i < known && at < OF_ENTITY_BYTES; i++) {
    const other = codeOrder[i] as number;
    if (other !== row) at = pack(windows, other, at, false);
  }
  scratch.set(ofTenant, at);
  return scratch.subarray(0, at + ofTenant.length);
}

function pack({ codes, codeTimes, codeLogs }: EntityWindows, row: number, start: number, isOwn: boolean): number {
  const now = codeTimes[ALL * TIMES + LAST] as number;
  const elapsed = now - (codeTimes[row * TIMES + LAST] as number);
  const token = codeToken(codes[row] as number);
  let at = start;
  scratch[at++] = token & 0xff;
  scratch[at++] = token >>> 8;
  for (let rate = 0; rate < RATES; rate++)
    scratch[at++] = logByte((codeLogs[row * RATES + rate] as number) - elapsed * (PER_MS[rate] as number));
  scratch[at++] = FULL * fading(elapsed / MINUTE_MS) + 0.5;
  const age = now - (codeTimes[row * TIMES + FIRST] as number);
  const ofEntity = Math.min(1, (now - (codeTimes[ALL * TIMES + FIRST] as number)) / DAY_MS);
  scratch[at++] = FULL * fading(age / HOUR_MS) * ofEntity + 0.5;
  scratch[at++] = elapsed === 0 ? FULL : 0;
  scratch[at++] = isOwn ? FULL : 0;
  return at;
}

const PER_MS = Float64Array.from(HALF_LIVES_MS, (ms) => 1 / ms);

/** Both curves are looked up: they are asked for a hundred times an event. */
const LOWEST = -8;
const HIGHEST = 24;
const PER_UNIT = 64;
const LOG_BYTES = Uint8Array.from({ length: (HIGHEST - LOWEST) * PER_UNIT + 1 }, (_, i) =>
  countByte(2 ** (LOWEST + i / PER_UNIT)),
);
const FADING = Float32Array.from({ length: 8 * PER_UNIT }, (_, i) => Math.exp(-i / PER_UNIT));

/** Byte of ln(1 + 2^x). */
function logByte(log2: number): number {
  if (!(log2 > LOWEST)) return 0;
  return LOG_BYTES[((Math.min(log2, HIGHEST) - LOWEST) * PER_UNIT + 0.5) | 0] as number;
}

/** e^-x, 0 where it is less than a step of a byte. */
const fading = (x: number): number => (x < 7.9 ? (FADING[(x * PER_UNIT + 0.5) | 0] as number) : 0);

/** Reads a set into the inputs of a model: tokens, and the values of each, `CODE_VALUES` apart; zeros where there is no code. */
export function unpackCodes(bytes: Uint8Array, ids: Int32Array, values: Float32Array): void {
  ids.fill(0);
  values.fill(0);
  const count = Math.min(CODE_SET_LENGTH, Math.floor(bytes.length / ENTRY_BYTES));
  for (let entry = 0; entry < count; entry++) {
    const at = entry * ENTRY_BYTES;
    ids[entry] = Math.min(CODE_VOCABULARY - 1, (bytes[at] as number) | ((bytes[at + 1] as number) << 8));
    for (let i = 0; i < CODE_VALUES; i++)
      values[entry * CODE_VALUES + i] = (bytes[at + 2 + i] as number) / (i < RATES ? LOG_STEPS : FULL);
  }
}

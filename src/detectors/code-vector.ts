import { ALL, FIRST, LAST, type Met, rowsInUse, TIMES } from './code-book.ts';
import { HALF_LIVES_MS, RATES } from './decay.ts';
import type { EntityWindows } from './entity-windows.ts';
import type { TenantCode, TenantView } from './tenant/tenant-view.ts';

const LIMIT = 16;
const SECOND_MS = 1000;
const MINUTE_MS = 60_000;
const DAY_RATE = RATES - 1;
/** Says of a code that was never there how long ago it was there. */
const NEVER = 14;
/** Weight that keeps a rate without events apart from zero. */
const LITTLE = 0.1;

/** Writes what is known of the event's code, of the entity and of the tenant, in the order of FEATURES. The book has met the event. */
export function writeCodes(
  out: Float32Array,
  start: number,
  windows: EntityWindows,
  met: Met,
  view: TenantView,
): number {
  const code = view.codes.get(windows.codes[met.row] as number);
  let at = writeOwn(out, start, windows, met, view, code);
  at = writeEntity(out, at, windows, view);
  at = writeRecent(out, at, windows, view);
  out[at++] = log(view.events5m);
  out[at++] = log(view.events60m);
  out[at++] = ratio(view.events5m + 1, view.events24h / 288 + 1);
  return at;
}

function writeOwn(
  out: Float32Array,
  start: number,
  { codeTimes, codeCounts }: EntityWindows,
  met: Met,
  view: TenantView,
  code: TenantCode | undefined,
): number {
  let at = start;
  const now = codeTimes[ALL * TIMES + LAST] as number;
  const counts = met.row * RATES;
  for (let rate = 0; rate < RATES; rate++) out[at++] = log(codeCounts[counts + rate] as number);
  out[at++] = log(code?.events5m ?? 0);
  out[at++] = log(code?.events60m ?? 0);
  out[at++] = log(code?.events24h ?? 0);
  out[at++] = log(code?.entities60m ?? 0);
  out[at++] = log(code?.entities24h ?? 0);
  out[at++] = Math.min(1, (code?.entities24h ?? 0) / Math.max(1, view.entities24h));
  out[at++] = rarity((codeCounts[ALL * RATES + DAY_RATE] as number) + 1, codeCounts[counts + DAY_RATE] as number);
  out[at++] = Math.min(LIMIT, code?.rarity ?? view.unseenRarity);
  out[at++] = +met.isNew;
  out[at++] = +(code === undefined);
  out[at++] = log((now - (codeTimes[met.row * TIMES + FIRST] as number)) / SECOND_MS);
  out[at++] = code === undefined ? 0 : log((now - code.firstMinute * MINUTE_MS) / SECOND_MS);
  out[at++] = met.isNew ? NEVER : Math.min(NEVER, log(met.sinceMs / SECOND_MS));
  return at;
}

function writeEntity(
  out: Float32Array,
  start: number,
  { codeTimes, codeCounts }: EntityWindows,
  view: TenantView,
): number {
  let at = start;
  const now = codeTimes[ALL * TIMES + LAST] as number;
  const all = ALL * RATES;
  const m1 = codeCounts[all] as number;
  const m5 = codeCounts[all + 1] as number;
  const m60 = codeCounts[all + 2] as number;
  const h24 = codeCounts[all + 3] as number;
  out[at++] = log((now - (codeTimes[ALL * TIMES + FIRST] as number)) / SECOND_MS);
  out[at++] = view.firstMinute === 0 ? 0 : log((now - view.firstMinute * MINUTE_MS) / SECOND_MS);
  out[at++] = log(m1);
  out[at++] = log(m5);
  out[at++] = log(m60);
  out[at++] = log(h24);
  out[at++] = ratio(m1 + LITTLE, m60 / 60 + LITTLE);
  out[at++] = ratio(m5 + LITTLE, h24 / 288 + LITTLE);
  out[at++] = ratio(m60 + 1, view.events60m / Math.max(1, view.entities60m) + 1);
  return at;
}

/** The codes that the entity used within 5 and 60 min. */
function writeRecent(out: Float32Array, start: number, windows: EntityWindows, view: TenantView): number {
  rateRows(windows, view);
  const { codeTimes, codeLogs, codeRarity, codeOrder } = windows;
  const rows = rowsInUse(windows);
  const now = codeTimes[ALL * TIMES + LAST] as number;
  const all = Math.log((windows.codeCounts[ALL * RATES + DAY_RATE] as number) + 1);
  recent.fill(0);
  for (let i = 0; i < rows; i++) {
    const row = codeOrder[i] as number;
    const elapsed = now - (codeTimes[row * TIMES + LAST] as number);
    if (elapsed > 60 * MINUTE_MS) break;
    const own =
      ((codeLogs[row * RATES + DAY_RATE] as number) - elapsed / (HALF_LIVES_MS[DAY_RATE] as number)) * Math.LN2;
    const isNew = now - (codeTimes[row * TIMES + FIRST] as number) <= 60 * MINUTE_MS;
    add(1, isNew, Math.max(0, all - own), codeRarity[row] as number);
    if (elapsed <= 5 * MINUTE_MS) add(0, false, Math.max(0, all - own), codeRarity[row] as number);
  }
  return writeSums(out, start);
}

/** Codes, those new to the entity, sum of rarity on it, sum and most of rarity in the tenant: over 5 min, then over 60 min. */
const SUMS = 5;
const recent = new Float64Array(2 * SUMS);

function add(window: number, isNew: boolean, here: number, inTenant: number): void {
  const at = window * SUMS;
  recent[at] = (recent[at] as number) + 1;
  recent[at + 1] = (recent[at + 1] as number) + +isNew;
  recent[at + 2] = (recent[at + 2] as number) + here;
  recent[at + 3] = (recent[at + 3] as number) + inTenant;
  recent[at + 4] = Math.max(recent[at + 4] as number, inTenant);
}

function writeSums(out: Float32Array, start: number): number {
  let at = start;
  out[at++] = log(recent[0] as number);
  out[at++] = log(recent[SUMS] as number);
  out[at++] = log(recent[SUMS + 1] as number);
  for (const place of [2, 3]) {
    out[at++] = log(recent[place] as number);
    out[at++] = log(recent[SUMS + place] as number);
  }
  out[at++] = recent[4] as number;
  out[at++] = recent[SUMS + 4] as number;
  return at;
}

/** How rare the codes of the book are in the tenant: looked up once for each view and change of the book. */
function rateRows(windows: EntityWindows, view: TenantView): void {
  if (windows.rarityBy === view) return;
  windows.rarityBy = view;
  const rows = rowsInUse(windows);
  for (let row = 0; row < rows; row++) {
    const code = view.codes.get(windows.codes[row] as number);
    windows.codeRarity[row] = Math.min(LIMIT, code?.rarity ?? view.unseenRarity);
  }
}

const rarity = (all: number, own: number): number => Math.min(LIMIT, Math.max(0, Math.log(all / own)));

/** ln of a ratio of numbers above 0, -16 to 16. */
const ratio = (a: number, b: number): number => Math.min(LIMIT, Math.max(-LIMIT, Math.log(a / b)));

/** ln(1 + x), 0 for what is negative or no number, at most 16. */
function log(value: number): number {
  return value > 0 ? Math.min(LIMIT, Math.log1p(value)) : 0;
}

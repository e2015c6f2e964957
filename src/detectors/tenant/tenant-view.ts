import type { Counted } from './close-minute.ts';
import { type Left, leftAfter } from './close-minute.ts';
import {
  ARRIVALS_24H,
  ARRIVALS_60M,
  CODE,
  EVENTS_5M,
  EVENTS_24H,
  EVENTS_60M,
  FIRST_MINUTE,
  LAST_MINUTE,
  ROW_WORDS,
  rowsOf,
} from './code-rows.ts';
import { packTenantCodes } from './tenant-codes.ts';

/** What a tenant did with one code, over all its partitions. */
export interface TenantCode {
  events5m: number;
  events60m: number;
  events24h: number;
  entities60m: number;
  entities24h: number;
  firstMinute: number;
  lastMinute: number;
  /** ln((all events of 24 h + 1) / (those of the code + 1)), at least 0. */
  rarity: number;
}

/** A tenant over all its partitions, as of the end of one minute. */
export interface TenantView {
  readonly events5m: number;
  readonly events60m: number;
  readonly events24h: number;
  readonly entities60m: number;
  readonly entities24h: number;
  /** 0: nothing is known of it. */
  readonly firstMinute: number;
  readonly codes: ReadonlyMap<number, TenantCode>;
  /** Rarity of a code that it never used. */
  readonly unseenRarity: number;
  /** The codes used last, for the sets of its rows. */
  readonly packed: Uint8Array;
}

/** Adds up the records of its partitions. One that is older fades to the minute; one that is newer counts as it is. */
export function tenantView(records: readonly Counted[], minute: number): TenantView {
  const total = { events5m: 0, events60m: 0, events24h: 0, entities60m: 0, entities24h: 0, firstMinute: 0 };
  const codes = new Map<number, TenantCode>();
  for (const record of records) {
    const share = leftAfter(minute - record.minute);
    total.events5m += record.events5m * share.of5m;
    total.events60m += record.events60m * share.of60m;
    total.events24h += record.events24h * share.of24h;
    total.entities60m += record.entities60m * share.of60m;
    total.entities24h += record.entities24h * share.of24h;
    total.firstMinute = earlier(total.firstMinute, record.firstMinute);
    addCodes(codes, record.codes, share);
  }
  const unseenRarity = Math.log1p(total.events24h);
  for (const code of codes.values()) code.rarity = Math.max(0, unseenRarity - Math.log1p(code.events24h));
  return { ...total, codes, unseenRarity, packed: packTenantCodes(codes) };
}

/** 0 is none. */
const earlier = (a: number, b: number): number => (a === 0 ? b : b === 0 ? a : Math.min(a, b));

function addCodes(codes: Map<number, TenantCode>, bytes: Uint8Array, share: Left): void {
  const { words, counts, length } = rowsOf(bytes);
  for (let at = 0; at < length * ROW_WORDS; at += ROW_WORDS) {
    const first = words[at + FIRST_MINUTE] as number;
    const code = codeIn(codes, words[at + CODE] as number);
    code.events5m += (counts[at + EVENTS_5M] as number) * share.of5m;
    code.events60m += (counts[at + EVENTS_60M] as number) * share.of60m;
    code.events24h += (counts[at + EVENTS_24H] as number) * share.of24h;
    code.entities60m += (counts[at + ARRIVALS_60M] as number) * share.of60m;
    code.entities24h += (counts[at + ARRIVALS_24H] as number) * share.of24h;
    code.firstMinute = earlier(code.firstMinute, first);
    code.lastMinute = Math.max(code.lastMinute, words[at + LAST_MINUTE] as number);
  }
}

function codeIn(codes: Map<number, TenantCode>, code: number): TenantCode {
  const known = codes.get(code);
  if (known) return known;
  const made = {
    ...{ events5m: 0, events60m: 0, events24h: 0, entities60m: 0, entities24h: 0 },
    ...{ firstMinute: 0, lastMinute: 0, rarity: 0 },
  };
  codes.set(code, made);
  return made;
}

export const UNKNOWN_TENANT: TenantView = tenantView([], 0);

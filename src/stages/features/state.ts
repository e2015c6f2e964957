import { decodeEntity, ENTITY_VERSION, encodeEntity } from '../../detectors/entity-codec.ts';
import type { EntityWindows } from '../../detectors/entity-windows.ts';
import { decodeOpen, encodeOpen, type OpenMinute } from '../../detectors/tenant/open-minute.ts';
import type { Key, StateCodec } from '../../stage.ts';
import { decodePast, encodePast, type PastMinutes } from './past-minutes.ts';

/** The hosts of a partition that are silent, and what was told of them. */
export interface SilenceBook {
  /** `tenant/host` to the event time at which it was heard last. */
  readonly silent: Map<string, number>;
  /** Tenant to the hour of event time in which silences were told last, and how many. */
  readonly told: Map<string, readonly [hour: number, count: number]>;
}

export type FeaturesState = EntityWindows | SilenceBook | OpenMinute | PastMinutes;

/** No tenant has this name, so that no entity can have such a key. */
const NOBODY = '';
export const BOOK_KEY: Key = { tenant: NOBODY, id: 'silences' };

/** Where the minutes of a tenant are kept: the open one is saved with every batch, those that are over only when they end. */
export interface MinuteKeys {
  readonly open: Key;
  readonly past: Key;
}

const OPEN = 'minute/';
const PAST = 'minutes/';

/** Keys that are kept ready: they are asked for with every event. */
const MOST_KEPT = 4096;
const kept = new Map<string, MinuteKeys>();

export function minuteKeys(tenant: string): MinuteKeys {
  const known = kept.get(tenant);
  if (known) return known;
  const made = {
    open: { tenant: NOBODY, id: `${OPEN}${tenant}` },
    past: { tenant: NOBODY, id: `${PAST}${tenant}` },
  };
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(tenant, made);
  return made;
}

/** The tenant whose minute it is, and whether the key is that of its open minute; null for every other key. */
export function minuteOfKey({ tenant, id }: Key): { readonly tenant: string; readonly isOpen: boolean } | null {
  if (tenant !== NOBODY) return null;
  if (id.startsWith(OPEN)) return { tenant: id.slice(OPEN.length), isOpen: true };
  return id.startsWith(PAST) ? { tenant: id.slice(PAST.length), isOpen: false } : null;
}

export const isBook = (state: FeaturesState | undefined): state is SilenceBook =>
  state !== undefined && 'silent' in state;
export const isEntity = (state: FeaturesState | undefined): state is EntityWindows =>
  state !== undefined && 'buffer' in state;
export const isOpenMinute = (state: FeaturesState | undefined): state is OpenMinute =>
  state !== undefined && 'entities' in state;
export const isPast = (state: FeaturesState | undefined): state is PastMinutes =>
  state !== undefined && 'past' in state;

const BOOK_VERSION = 1;
/** First bytes that tell states apart. A book is JSON. The versions of an entity's block, which stand in its first byte, will not come that far. */
const BRACE = '{'.charCodeAt(0);
const OPEN_MARK = 'm'.charCodeAt(0);
const PAST_MARK = 'p'.charCodeAt(0);
/** Of both kinds of minutes; in the byte behind the mark. */
const MINUTES_VERSION = 1;

export const featuresCodec: StateCodec<FeaturesState> = {
  version: ENTITY_VERSION,
  encode(state) {
    if (isBook(state)) return encodeBook(state);
    if (isOpenMinute(state)) return marked(OPEN_MARK, encodeOpen(state));
    return isPast(state) ? marked(PAST_MARK, encodePast(state)) : encodeEntity(state);
  },
  decode(bytes) {
    if (bytes[0] === BRACE) return decodeBook(bytes);
    if (bytes[0] === OPEN_MARK) return decodeOpen(unmarked(bytes));
    return bytes[0] === PAST_MARK ? decodePast(unmarked(bytes)) : decodeEntity(bytes);
  },
};

const encodeBook = ({ silent, told }: SilenceBook): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ v: BOOK_VERSION, silent: [...silent], told: [...told] }));

function decodeBook(bytes: Uint8Array): SilenceBook {
  const { v, silent, told } = JSON.parse(new TextDecoder().decode(bytes));
  if (v !== BOOK_VERSION) throw new Error(`book of silences has version ${v}, this process reads ${BOOK_VERSION}`);
  return { silent: new Map(silent), told: new Map(told) };
}

function marked(mark: number, bytes: Uint8Array): Uint8Array {
  const made = new Uint8Array(bytes.length + 2);
  made.set([mark, MINUTES_VERSION]);
  made.set(bytes, 2);
  return made;
}

function unmarked(bytes: Uint8Array): Uint8Array {
  if (bytes[1] !== MINUTES_VERSION)
    throw new Error(`minutes of a tenant have version ${bytes[1]}, this process reads ${MINUTES_VERSION}`);
  return bytes.subarray(2);
}

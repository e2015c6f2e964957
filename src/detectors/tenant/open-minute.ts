import { MOST_CODES } from './code-rows.ts';

/** Events of one code within the minute. */
export interface CodeCount {
  events: number;
  /** Entities that met it for the first time in 60 min. */
  arrivals: number;
  /** Place of its last event in the minute. */
  at: number;
}

/** What a tenant does on one partition within a minute that is not over. */
export interface OpenMinute {
  /** Epoch ms / 60,000. */
  readonly minute: number;
  events: number;
  /** Entities that came for the first time in 60 min. */
  entities: number;
  readonly codes: Map<number, CodeCount>;
}

export const openMinute = (minute: number): OpenMinute => ({ minute, events: 0, entities: 0, codes: new Map() });

/** Counts an event. True: another code lost its place for it, the one that was used longest ago. */
export function noteInMinute(open: OpenMinute, code: number, arrives: boolean, entityArrives: boolean): boolean {
  open.events += 1;
  if (entityArrives) open.entities += 1;
  const known = open.codes.get(code);
  if (known) {
    known.events += 1;
    known.arrivals += +arrives;
    known.at = open.events;
    return false;
  }
  const isFull = open.codes.size >= MOST_CODES;
  if (isFull) open.codes.delete(oldest(open.codes));
  open.codes.set(code, { events: 1, arrivals: +arrives, at: open.events });
  return isFull;
}

function oldest(codes: ReadonlyMap<number, CodeCount>): number {
  let [found, least] = [0, Number.POSITIVE_INFINITY];
  for (const [code, { at }] of codes) if (at < least) [found, least] = [code, at];
  return found;
}

const HEAD_BYTES = 24;
const ROW_BYTES = 16;

/** Numbers one after the other, little endian. */
export function encodeOpen({ minute, events, entities, codes }: OpenMinute): Uint8Array {
  const view = new DataView(new ArrayBuffer(HEAD_BYTES + codes.size * ROW_BYTES));
  for (const [i, number] of [minute, events, entities].entries()) view.setFloat64(i * 8, number, true);
  let at = HEAD_BYTES;
  for (const [code, count] of codes)
    for (const number of [code, count.events, count.arrivals, count.at]) {
      view.setUint32(at, number, true);
      at += 4;
    }
  return new Uint8Array(view.buffer);
}

export function decodeOpen(bytes: Uint8Array): OpenMinute {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [minute = 0, events = 0, entities = 0] = [0, 8, 16].map((at) => view.getFloat64(at, true));
  const open: OpenMinute = { minute, events, entities, codes: new Map() };
  for (let at = HEAD_BYTES; at + ROW_BYTES <= bytes.byteLength; at += ROW_BYTES) {
    const [code = 0, ofCode = 0, arrivals = 0, last = 0] = [0, 4, 8, 12].map((word) => view.getUint32(at + word, true));
    open.codes.set(code, { events: ofCode, arrivals, at: last });
  }
  return open;
}

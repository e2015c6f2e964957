import type { Identity } from './identities.ts';

/** What was found of somebody, and in which form. */
export interface Found {
  readonly kind: string;
  readonly value: string;
  readonly form: string;
}

export interface Searcher {
  /** Everybody of whom something stands in it, once each. */
  look(content: Uint8Array | string): readonly Found[];
}

interface Needle extends Found {
  readonly bytes: Buffer;
}

/** Places are told apart by so many bytes before a needle is compared. */
const HEAD = 5;
const SHORTEST = 7;
const BITS = 22;
const IGNORED = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const ACCENT = /\p{M}/gu;

/** Compatibility forms, accents, case and what shows nothing make no difference. */
const folded = (text: string): string =>
  text.normalize('NFKD').replaceAll(IGNORED, '').replaceAll(ACCENT, '').toLowerCase().replaceAll(/\s+/gu, ' ');
/** Of a folded text: letters and digits without one or two signs between them. */
const joinedUp = (text: string): string => text.replaceAll(/([a-z0-9])[ .\-/()]{1,2}(?=[a-z0-9])/g, '$1');

/** Looks for people in whatever form: as written, normalised, without separators, in base64 and in hexadecimal. */
export function searcherOf(identities: readonly Identity[]): Searcher {
  const whole: Needle[] = [];
  const joined: Needle[] = [];
  const encoded: Needle[] = [];
  for (const { kind, value, parts } of identities)
    for (const written of [value, ...parts]) {
      const needle = (form: string, text: string): Needle => ({ kind, value, form, bytes: Buffer.from(text) });
      whole.push(needle('folded', folded(written)));
      const close = joinedUp(folded(written));
      if (/\d/.test(close) && close.length >= SHORTEST) joined.push(needle('without separators', close));
      for (const form of new Set([
        written,
        written.normalize('NFC'),
        written.normalize('NFKC'),
        written.toLowerCase(),
      ])) {
        encoded.push(needle('hexadecimal', Buffer.from(form).toString('hex')));
        for (const text of inBase64(form))
          encoded.push(needle('base64', text), needle('base64url', text.replaceAll('+', '-').replaceAll('/', '_')));
      }
    }
  const [inFolded, inJoined, inBytes] = [index(whole), index(joined), index(encoded)];
  return {
    look(content) {
      const bytes = Buffer.from(content);
      const text = bytes.toString();
      const plain = folded(text);
      const found = [
        ...scan(inFolded, Buffer.from(plain), isAlone),
        ...scan(inJoined, Buffer.from(joinedUp(plain)), isAlone),
        ...scan(inBytes, bytes, () => true),
        ...(/[A-F]/.test(text) ? scan(inBytes, Buffer.from(text.toLowerCase()), () => true) : []),
      ];
      return [...new Map(found.map(({ kind, value, form }) => [value, { kind, value, form }])).values()];
    },
  };
}

/** What stands in the middle of the base64 of a longer text that holds this one. */
const inBase64 = (text: string): readonly string[] =>
  [0, 1, 2].map((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), Buffer.from(text)])
      .toString('base64')
      .replaceAll('=', '');
    return whole.slice(shift === 0 ? 0 : 4, whole.length - (whole.length % 4 === 0 ? 0 : 1));
  });

interface Index {
  readonly heads: Uint8Array;
  readonly byHead: ReadonlyMap<string, readonly Needle[]>;
}

function index(needles: readonly Needle[]): Index {
  const heads = new Uint8Array(2 ** BITS);
  const long = needles.filter(({ bytes }) => bytes.length >= HEAD);
  for (const { bytes } of long) heads[slot(bytes, 0)] = 1;
  return { heads, byHead: Map.groupBy(long, ({ bytes }) => bytes.toString('latin1', 0, HEAD)) };
}

const slot = (bytes: Buffer, at: number): number =>
  (Math.imul(bytes.readUInt32LE(at), 0x9e3779b1) ^ ((bytes[at + 4] as number) * 0x85eb)) >>> (32 - BITS);

type Accepts = (bytes: Buffer, start: number, end: number) => boolean;

function scan({ heads, byHead }: Index, bytes: Buffer, accepts: Accepts): readonly Needle[] {
  const found: Needle[] = [];
  for (let at = 0; at + HEAD <= bytes.length; at++) {
    if (heads[slot(bytes, at)] === 0) continue;
    for (const needle of byHead.get(bytes.toString('latin1', at, at + HEAD)) ?? []) {
      const end = at + needle.bytes.length;
      if (
        end <= bytes.length &&
        bytes.compare(needle.bytes, 0, needle.bytes.length, at, end) === 0 &&
        accepts(bytes, at, end)
      )
        found.push(needle);
    }
  }
  return found;
}

/** No letter or digit beside it: a part of a longer number is another number. */
const isAlone: Accepts = (bytes, start, end) => !isSign(bytes[start - 1]) && !isSign(bytes[end]);
const isSign = (code: number | undefined): boolean =>
  code !== undefined && ((code >= 48 && code <= 57) || (code >= 97 && code <= 122));

import type { Key, StateCodec } from '../../stage.ts';
import type { Buffer } from './buffer.ts';
import type { Entry } from './entry.ts';
import type { Past } from './past.ts';

/** What a partition knows of itself. */
export interface Book {
  readonly kind: 'book';
  /** How many buffers there are. */
  buffers: number;
  /** Orders whose buffers were woken, as `tenant/id`. */
  seen: readonly string[];
}

export type TrainingState = Buffer | Past | Book;

/** No tenant has this name, so that no tenant can have such a key. */
export const BOOK_KEY: Key = { tenant: '', id: 'book' };
export const pastKey = (tenant: string): Key => ({ tenant, id: 'past' });
export const bufferKey = (tenant: string, kind: string): Key => ({ tenant, id: `buffer/${kind}` });
/** Of the key of a buffer. */
export const kindOfKey = ({ id }: Key): string => id.slice(id.indexOf('/') + 1);

const VERSION = 1;

/** JSON with its version. Texts that many records share are written once. */
export const trainingCodec: StateCodec<TrainingState> = {
  version: VERSION,
  encode: (state) => new TextEncoder().encode(JSON.stringify({ v: VERSION, state: plain(state) })),
  decode: (bytes) => {
    const { v, state } = JSON.parse(new TextDecoder().decode(bytes));
    if (v !== VERSION) throw new Error(`state of training has version ${v}, this program reads version ${VERSION}`);
    return revived(state);
  },
};

function plain(state: TrainingState) {
  if (state.kind === 'buffer') return { ...state, entries: packed(state.entries) };
  return state.kind === 'past' ? { ...state, used: [...state.used], taught: [...state.taught] } : state;
}

// biome-ignore lint/suspicious/noExplicitAny: what JSON.parse gives
function revived(state: any): TrainingState {
  if (state.kind === 'buffer') return { ...state, entries: unpacked(state.entries) };
  return state.kind === 'past' ? { ...state, used: new Set(state.used), taught: new Map(state.taught) } : state;
}

type Row = readonly [id: string, time: number, offset: number, subject: string, ...shared: number[]];
interface Packed {
  readonly texts: readonly string[];
  readonly rows: readonly Row[];
}

/** A subject that is the record itself is left empty. */
function packed(entries: readonly Entry[]): Packed {
  const places = new Map<string, number>();
  const place = (text: string): number => {
    const at = places.get(text) ?? places.size;
    places.set(text, at);
    return at;
  };
  const rows = entries.map(
    ({ id, time, offset, subject, author, rule, label, scrub }): Row => [
      ...([id, time, offset, subject === id ? '' : subject] as const),
      ...[author, rule, label, scrub].map(place),
    ],
  );
  return { texts: [...places.keys()], rows };
}

function unpacked({ texts, rows }: Packed): readonly Entry[] {
  return rows.map(([id, time, offset, subject, ...shared]) => {
    const [author = '', rule = '', label = '', scrub = ''] = shared.map((at) => texts[at] ?? '');
    return { id, time, offset, author, subject: subject || id, rule, label, scrub };
  });
}

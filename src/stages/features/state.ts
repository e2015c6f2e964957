import { decodeEntity, ENTITY_VERSION, encodeEntity } from '../../detectors/entity-codec.ts';
import type { EntityWindows } from '../../detectors/entity-windows.ts';
import type { Key, StateCodec } from '../../stage.ts';

/** The hosts of a partition that are silent, and what was told of them. */
export interface SilenceBook {
  /** `tenant/host` to the event time at which it was heard last. */
  readonly silent: Map<string, number>;
  /** Tenant to the hour of event time in which silences were told last, and how many. */
  readonly told: Map<string, readonly [hour: number, count: number]>;
}

export type FeaturesState = EntityWindows | SilenceBook;

/** No tenant has this name, so that no entity can have this key. */
export const BOOK_KEY: Key = { tenant: '', id: 'silences' };

export const isBook = (state: FeaturesState | undefined): state is SilenceBook =>
  state !== undefined && 'silent' in state;

const BOOK_VERSION = 1;
/** A book is JSON. The versions of an entity's block, which stand in its first byte, will not come that far. */
const BRACE = '{'.charCodeAt(0);

export const featuresCodec: StateCodec<FeaturesState> = {
  version: ENTITY_VERSION,
  encode: (state) => (isBook(state) ? encodeBook(state) : encodeEntity(state)),
  decode: (bytes) => (bytes[0] === BRACE ? decodeBook(bytes) : decodeEntity(bytes)),
};

const encodeBook = ({ silent, told }: SilenceBook): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ v: BOOK_VERSION, silent: [...silent], told: [...told] }));

function decodeBook(bytes: Uint8Array): SilenceBook {
  const { v, silent, told } = JSON.parse(new TextDecoder().decode(bytes));
  if (v !== BOOK_VERSION) throw new Error(`book of silences has version ${v}, this process reads ${BOOK_VERSION}`);
  return { silent: new Map(silent), told: new Map(told) };
}

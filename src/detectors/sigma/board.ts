import { scalarsIn, valueAt } from './event-values.ts';
import type { Fields } from './rule.ts';
import { Slot } from './slot.ts';
import type { Others } from './tests.ts';

/** What an event has whose fields are all it has. */
export const NOTHING_ADDED: Fields = Object.freeze({});

/** The fields that a set of rules asks for, filled anew for each event. */
export class Board implements Others {
  /** Place of what is no field: that of names that no rule asks for, and of all values together. */
  readonly rest: number;
  readonly #slots: (Slot | null)[];
  /** Number of the event that each place was filled for. */
  readonly #filledFor: Float64Array;
  #event = 0;
  readonly #places: ReadonlyMap<string, number>;
  /** Names that may be paths: an event may hold them whole or nested. */
  readonly #paths: readonly string[];
  #fields: Fields = NOTHING_ADDED;
  #added: Fields = NOTHING_ADDED;

  constructor(names: readonly string[]) {
    this.rest = names.length;
    this.#slots = new Array<Slot | null>(names.length + 1).fill(null);
    this.#filledFor = new Float64Array(names.length + 1);
    this.#places = new Map(names.map((name, place) => [name, place]));
    this.#paths = names.filter((name) => name.includes('.'));
  }

  /** `rest` where no rule asks for the field. */
  placeOf(name: string): number {
    return this.#places.get(name) ?? this.rest;
  }

  /** Begins a new event. */
  open(fields: Fields, added = NOTHING_ADDED): void {
    this.#event += 1;
    this.#fields = fields;
    this.#added = added;
  }

  put(place: number, slot: Slot): void {
    this.#slots[place] = slot;
    this.#filledFor[place] = this.#event;
  }

  /** Tells what stands at the end of paths, with its place. */
  readPaths(told: (place: number, raw: unknown) => void): void {
    for (const path of this.#paths) {
      const place = this.#places.get(path) as number;
      if (this.at(place) !== null) continue;
      const raw = valueAt(this.#together(), path);
      if (raw !== undefined) told(place, raw);
    }
  }

  /** Null where the event has no such field. All its values, however deep, are put together when first asked for. */
  at(place: number): Slot | null {
    if (this.#filledFor[place] === this.#event) return this.#slots[place] as Slot;
    if (place !== this.rest) return null;
    this.put(place, this.#everything());
    return this.#slots[place] as Slot;
  }

  slot(field: string): Slot | null {
    const place = this.#places.get(field);
    return place === undefined ? null : this.at(place);
  }

  /** Copied only where somebody looks at more than single names. */
  #together(): Fields {
    if (this.#added === NOTHING_ADDED) return this.#fields;
    this.#fields = { ...this.#fields, ...this.#added };
    this.#added = NOTHING_ADDED;
    return this.#fields;
  }

  #everything(): Slot {
    const members = scalarsIn(this.#together()).map((scalar) => new Slot(String(scalar), false, null, []));
    return new Slot(null, false, members, []);
  }

  /** Lets go of the event. */
  close(): void {
    this.#fields = NOTHING_ADDED;
    this.#added = NOTHING_ADDED;
    this.#slots[this.rest] = null;
  }
}

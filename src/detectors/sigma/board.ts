import { scalarsIn, valueAt } from './event-values.ts';
import type { Fields } from './rule.ts';
import { Slot, slotOf } from './slot.ts';
import type { Others } from './tests.ts';

/** The fields that a set of rules asks for, filled anew for each event. */
export class Board implements Others {
  readonly slots: readonly Slot[];
  /** Number of the event at hand; slots of other events are as good as empty. */
  epoch = 0;
  readonly #places: ReadonlyMap<string, number>;
  /** Names that may be paths: an event may hold them whole or nested. */
  readonly #paths: readonly string[];
  #fields: Fields = {};
  #everything: readonly Slot[] | null = null;

  constructor(names: readonly string[]) {
    this.slots = names.map(() => new Slot());
    this.#places = new Map(names.map((name, place) => [name, place]));
    this.#paths = names.filter((name) => name.includes('.'));
  }

  /** -1 where no rule asks for the field. */
  placeOf(name: string): number {
    return this.#places.get(name) ?? -1;
  }

  /** Begins a new event. */
  open(fields: Fields): void {
    this.epoch += 1;
    this.#fields = fields;
    this.#everything = null;
  }

  put(place: number, raw: unknown): void {
    (this.slots[place] as Slot).fill(raw, this.epoch);
  }

  /** Fills in what stands at the end of paths; `told` hears each place. */
  putPaths(told: (place: number) => void): void {
    for (const path of this.#paths) {
      const place = this.#places.get(path) as number;
      if (this.slots[place]?.epoch === this.epoch) continue;
      const raw = valueAt(this.#fields, path);
      if (raw === undefined) continue;
      this.put(place, raw);
      told(place);
    }
  }

  slot(field: string): Slot | null {
    const slot = this.slots[this.#places.get(field) ?? -1];
    return slot?.epoch === this.epoch ? slot : null;
  }

  /** A slot for every value of the event, however deep; made when it is first asked for. */
  everything(): readonly Slot[] {
    this.#everything ??= scalarsIn(this.#fields).map((raw) => slotOf(raw, this.epoch));
    return this.#everything;
  }

  /** Lets go of the event. */
  close(): void {
    this.#fields = {};
    this.#everything = null;
  }
}

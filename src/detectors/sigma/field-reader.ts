import { membersOf, scalarsIn, textOf } from './event-values.ts';
import type { FieldIndex } from './index.ts';
import { KnownSlots, type Room } from './known-slots.ts';
import { Slot } from './slot.ts';

const NONE: readonly number[] = Object.freeze([]);

/** Makes slots of one field's values. */
export class FieldReader {
  /** Null where no rule is found by the field. */
  readonly #index: FieldIndex | null;
  readonly #known: KnownSlots;

  constructor(index: FieldIndex | null, room: Room) {
    this.#index = index;
    this.#known = new KnownSlots(room);
  }

  slotOf(raw: unknown): Slot {
    const text = typeof raw === 'string' ? raw : textOf(raw);
    if (text !== null) return this.#slotOfText(text);
    const members = Array.isArray(raw) ? membersOf(raw).map((member) => this.slotOf(member)) : null;
    const parts = members ?? scalarsIn(raw).map((scalar) => this.#slotOfText(String(scalar)));
    return new Slot(null, raw === null, members, this.#foundIn(parts));
  }

  #slotOfText(text: string): Slot {
    const known = this.#known.get(text);
    if (known) return known;
    const slot = new Slot(text, false, null, this.#index === null ? NONE : this.#index.rulesFor(text));
    this.#known.keep(text, slot);
    return slot;
  }

  #foundIn(slots: readonly Slot[]): readonly number[] {
    const found = new Set(this.#index?.present);
    for (const slot of slots) for (const rule of slot.found) found.add(rule);
    return found.size === 0 ? NONE : [...found];
  }
}

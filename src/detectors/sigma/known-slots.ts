import type { Slot } from './slot.ts';

/** Longer texts are not kept. */
const LONGEST = 4_096;
/** Slots and characters that all fields together keep. */
const MOST_SLOTS = 32_768;
const MOST_CHARACTERS = 4 * 1024 * 1024;

/** Room that fields share for slots of texts that were seen. When it is full, all let go: what is common is soon back. */
export class Room {
  readonly #taken = new Set<KnownSlots>();
  #slots = 0;
  #characters = 0;

  take(by: KnownSlots, characters: number): void {
    if (this.#slots >= MOST_SLOTS || this.#characters + characters > MOST_CHARACTERS) this.clear();
    this.#taken.add(by);
    this.#slots += 1;
    this.#characters += characters;
  }

  clear(): void {
    for (const known of this.#taken) known.clear();
    this.#taken.clear();
    this.#slots = 0;
    this.#characters = 0;
  }
}

/** Slots of a field's texts: most values of telemetry come again and again. */
export class KnownSlots {
  readonly #room: Room;
  readonly #slots = new Map<string, Slot>();

  constructor(room: Room) {
    this.#room = room;
  }

  get(text: string): Slot | undefined {
    return text.length > LONGEST ? undefined : this.#slots.get(text);
  }

  keep(text: string, slot: Slot): void {
    if (text.length > LONGEST) return;
    this.#room.take(this, text.length);
    this.#slots.set(text, slot);
  }

  clear(): void {
    this.#slots.clear();
  }
}

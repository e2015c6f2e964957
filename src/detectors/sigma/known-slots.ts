import type { Slot } from './slot.ts';

/** Longer texts are not kept. */
const LONGEST = 4_096;
/** Slots and characters that all fields together keep. */
const MOST_SLOTS = 65_536;
const MOST_CHARACTERS = 16 * 1024 * 1024;
/** Texts that came once; a power of two. */
const SIGHTS = 16_384;

/**
 * Room that fields share for slots of texts that they had. When it is full, all let go: what is common is soon back.
 */
export class Room {
  readonly #taken = new Set<KnownSlots>();
  readonly #sights = new Int32Array(SIGHTS);
  #slots = 0;
  #characters = 0;

  /** False for what came for the first time, so far as is remembered: most of that never comes again. */
  take(by: KnownSlots, text: string): boolean {
    const sight = hashOf(text);
    const place = sight & (SIGHTS - 1);
    if (this.#sights[place] !== sight) {
      this.#sights[place] = sight;
      return false;
    }
    if (this.#slots >= MOST_SLOTS || this.#characters + text.length > MOST_CHARACTERS) this.clear();
    this.#taken.add(by);
    this.#slots += 1;
    this.#characters += text.length;
    return true;
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
  /** Of these, the last that was asked for: most often it is asked for again, and to compare is quicker than to hash. */
  #last: Slot | undefined = undefined;

  constructor(room: Room) {
    this.#room = room;
  }

  get(text: string): Slot | undefined {
    if (this.#last?.text === text) return this.#last;
    if (text.length > LONGEST) return undefined;
    const known = this.#slots.get(text);
    if (known !== undefined) this.#last = known;
    return known;
  }

  keep(text: string, slot: Slot): void {
    if (text.length <= LONGEST && this.#room.take(this, text)) this.#slots.set(text, slot);
  }

  clear(): void {
    this.#slots.clear();
    this.#last = undefined;
  }
}

/** Of at most so many characters, from all over the text. */
const HASHED = 32;

function hashOf(text: string): number {
  const step = Math.ceil(text.length / HASHED);
  let hash = text.length;
  for (let at = text.length - 1; at >= 0; at -= step) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 15);
}

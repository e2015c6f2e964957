import { membersOf, textOf } from './event-values.ts';

/** A field's value in the event at hand. Slots live as long as their engine: what an event leaves in them is overwritten. */
export class Slot {
  /** Number of the event that it was filled for. */
  epoch = 0;
  raw: unknown = null;
  /** What texts are compared with; null where the value has none. */
  text: string | null = null;
  /** A slot for each member, where the value is a list. */
  members: readonly Slot[] | null = null;
  #lower: string | null = null;

  fill(raw: unknown, epoch: number): void {
    this.epoch = epoch;
    this.raw = raw;
    this.#lower = null;
    this.text = typeof raw === 'string' ? raw : textOf(raw);
    this.members = Array.isArray(raw) ? membersOf(raw).map((member) => slotOf(member, epoch)) : null;
  }

  /** Lower case, made when it is first asked for. */
  lower(): string {
    this.#lower ??= (this.text ?? '').toLowerCase();
    return this.#lower;
  }
}

export function slotOf(raw: unknown, epoch: number): Slot {
  const slot = new Slot();
  slot.fill(raw, epoch);
  return slot;
}

import type { Slot } from './partition-slot.ts';

/** The partitions that are ours. Every assignment is a new generation: what was ours before may belong to someone else. */
export interface SlotSet {
  get(partition: number): Slot | undefined;
  all(): readonly (readonly [number, Slot])[];
  assign(partitions: readonly number[]): void;
  /** The partitions may now belong to someone else; resolves when the handler has let go of them. */
  revoke(): Promise<void>;
  /** The partitions are given up, but still ours until we leave. */
  retire(): Promise<void>;
}

/** `isCurrent` tells a slot whether its partition is still ours; `previous` resolves when the slot before it is done. */
export type OpenSlot = (partition: number, isCurrent: () => boolean, previous: Promise<void>) => Slot;

export function slotSet(open: OpenSlot): SlotSet {
  const slots = new Map<number, Slot>();
  const letGo = new Map<number, Promise<void>>();
  let generation = 0;

  async function retire(): Promise<void> {
    for (const [partition, slot] of slots) letGo.set(partition, slot.retire());
    slots.clear();
    await Promise.all(letGo.values());
  }

  function revoke(): Promise<void> {
    generation++;
    return retire();
  }

  return {
    get: (partition) => slots.get(partition),
    all: () => [...slots],
    assign(partitions) {
      void revoke();
      const born = generation;
      for (const partition of partitions) {
        const previous = letGo.get(partition) ?? Promise.resolve();
        slots.set(
          partition,
          open(partition, () => born === generation, previous),
        );
      }
    },
    revoke,
    retire,
  };
}

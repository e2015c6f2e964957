import { byTime, type Item } from './evidence.ts';
import { type Fed, feed, type Scene } from './lane.ts';
import type { EntityRisk } from './state.ts';

/** Puts a signal among those that wait, by time, then id; false where the same event waits already. */
export function enqueue(state: EntityRisk, item: Item): boolean {
  if (state.pending.some(({ event }) => event.id === item.event.id)) return false;
  const place = state.pending.findLastIndex((one) => byTime(one, item) < 0) + 1;
  state.pending = state.pending.toSpliced(place, 0, item);
  return true;
}

/**
 * Feeds the signals before the watermark, in order. Whatever partitions they came by and however far each was ahead,
 * the entity sees the same order; only past the limit the oldest go first without waiting, so that none is lost.
 */
export function drain(state: EntityRisk, scene: Scene): readonly Fed[] {
  const { pending } = state;
  const later = pending.findIndex(({ event }) => event.time >= scene.watermark);
  const passed = later < 0 ? pending.length : later;
  const count = Math.max(passed, pending.length - scene.config.pendingLimit);
  state.pending = pending.slice(count);
  return pending.slice(0, count).map((item) => {
    const fed = feed(state.spread, item, scene);
    state.spread = fed.lane;
    return fed;
  });
}

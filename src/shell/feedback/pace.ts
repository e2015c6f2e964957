import type { Clock } from '../../ports.ts';

/** Lets each holder of a key ask so often a second, and twice as often for once. */
export function pace<Holder extends object>(perSecond: number, clock: Clock): (holder: Holder) => boolean {
  const left = new WeakMap<Holder, { tokens: number; at: number }>();
  const most = perSecond * 2;
  return (holder) => {
    const now = clock.now();
    const before = left.get(holder) ?? { tokens: most, at: now };
    const tokens = Math.min(most, before.tokens + (Math.max(0, now - before.at) / 1000) * perSecond);
    left.set(holder, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  };
}

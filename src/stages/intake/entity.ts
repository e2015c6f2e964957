import type { EventCore } from '../../domain/contracts.gen.ts';

/** Whom the event is about, and what orders it: host, else user, else source address, else observer. */
export function entityOf({ host, user, srcIp, observer }: EventCore): string {
  return (host || user || srcIp || observer || 'none').toLowerCase();
}

import { bareName, isServiceAccount } from '../../domain/account.ts';
import { addressScope } from '../../domain/address.ts';
import type { EntityRole, EventCore } from '../../domain/contracts.gen.ts';

/** One entity that an event concerns. Exactly one of an event's roles is the owner: it raises the alert. */
export interface Role {
  readonly role: EntityRole;
  /** Lower case, at most 256 characters; a user without domain, so that all sources mean the same one. */
  readonly entity: string;
  readonly owner: boolean;
}

const MOST_CHARACTERS = 256;
const ORDER = ['host', 'user', 'address'] as const;

/** The roles that an event is told to, owner first: host, else user, else address, else the observer as none of them. */
export function rolesOf(event: EventCore): readonly Role[] {
  const entities = { host: entity(event.host), user: person(event.user), address: entity(blamedAddress(event)) };
  const found = ORDER.filter((role) => entities[role] !== '');
  if (found.length === 0) return [{ role: 'none', entity: entity(event.observer), owner: true }];
  return found.map((role, place) => ({ role, entity: entities[role], owner: place === 0 }));
}

const entity = (text: string): string => text.trim().slice(0, MOST_CHARACTERS).toLowerCase();

// Risk gathered on an account that exists on every machine would join strangers
const person = (user: string): string => (isServiceAccount(user) ? '' : entity(bareName(user)));

/** The internal end when exactly one is internal, else the source, else the destination. */
function blamedAddress({ srcIp, dstIp }: EventCore): string {
  const ends = [srcIp, dstIp].map((address) => ({ address, scope: addressScope(address) }));
  const machines = ends.filter((end) => end.scope !== 'none');
  const internal = machines.filter((end) => end.scope === 'internal');
  return ((internal.length === 1 ? internal[0] : machines[0]) ?? { address: '' }).address;
}

import { createHmac } from 'node:crypto';
import { idOf } from '../../domain/uuid5.ts';

const UUID = /^(?=.*[a-f])[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const OURS = /^[0-9a-f]{8}-[0-9a-f]{4}-5/;
const RAW_PLACE = /^raw\/\d{1,6}\/\d{1,12}$/;

/** A UUID names nobody. */
export const isUuid = (id: string): boolean => UUID.test(id);

/** Whether an id has the form of those that alerts get. */
export const isAlertId = (id: string): boolean => isUuid(id) && OURS.test(id);

/** Whether an event id tells of nothing but itself: a UUID of its source, or the place of the event in the raw topic. */
export const isBareEventId = (id: string): boolean => isUuid(id) || RAW_PLACE.test(id);

/** A made-up id for what a stranger calls something: the same for the same name, and not to be guessed without the secret. */
export type NameIds = (what: 'feedback' | 'author' | 'alert' | 'document' | 'rule' | 'event', name: string) => string;

/** Made-up ids of one tenant. */
export const nameIdsOf =
  (secret: Uint8Array, tenant: string): NameIds =>
  (what, name) =>
    idOf(
      createHmac('sha256', secret)
        .update(JSON.stringify([tenant, what, name]), 'utf8')
        .digest('hex'),
    );

/** What scrubbed feedback calls an event: its own id where that tells of nothing else. */
export const eventName = (nameIds: NameIds, id: string): string => (isBareEventId(id) ? id : nameIds('event', id));

import type { PersonalType } from '../../detectors/personal-data/personal-type.ts';
import type { EntityCorrection } from '../../domain/contracts.gen.ts';
import { THING_TYPES } from '../../domain/thing-types.ts';
import { type Answer, dropped, type Told, tell } from './answer.ts';
import type { Scrubbing } from './scrubbing.ts';

/** What entities may be, and what is personal about them; null: nothing, unless it is found in the form. */
const TYPES: ReadonlyMap<string, PersonalType | null> = new Map([
  ['person', 'PERSON'],
  ['user', 'USERNAME'],
  ['email', 'EMAIL'],
  ['phone', 'PHONE'],
  ['ip', 'IP_ADDRESS'],
  ['url', 'URL'],
  ['address', 'ADDRESS'],
  ['place', 'PLACE'],
  ['organization', 'ORGANIZATION'],
  ...THING_TYPES.map((name) => [name, null] as const),
]);

/** A wrong and a right form. Of a type that is not known, they are taken for names of people. */
export function entityCorrection(body: EntityCorrection, scrub: Scrubbing): Answer<Told> {
  if (body.wrong.trim() === '' || body.right.trim() === '') return dropped('empty_form');
  const name = body.type.trim().toLowerCase();
  const type = TYPES.get(name);
  const [wrong, right] = [body.wrong, body.right].map((form) =>
    type === null ? scrub.thing(form) : scrub.whole(type ?? 'PERSON', form),
  ) as [string, string];
  if (wrong === right) return dropped('identical');
  return tell('entity_correction', { facts: { wrong, right, type: type === undefined ? 'other' : name } });
}

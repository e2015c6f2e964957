import type { Label } from '../../domain/contracts.gen.ts';
import { type Answer, refused, said, type Told, tell } from './answer.ts';
import { isBareEventId } from './ids.ts';
import type { Scrubbing } from './scrubbing.ts';
import { isWindow } from './window.ts';

/** What an event was, or an entity in a stretch of time. */
export function label({ event, entity, from, to, label: value }: Label, scrub: Scrubbing): Answer<Told> {
  if (value.trim() === '') return refused('label_missing');
  if (event === '' && entity === '') return refused('subject_missing');
  if (event === '' && !isWindow(from, to)) return refused('window_invalid');
  return tell('label', {
    label: scrub.text(value),
    facts: said({
      event: isBareEventId(event) ? scrub.keep(event) : scrub.rename('event', event),
      entity: scrub.entity(entity),
      ...(isWindow(from, to) && { from: String(from), to: String(to) }),
    }),
  });
}

import type { Feedback, Silence } from '../../domain/contracts.gen.ts';
import { type Answer, refused, type Told } from './answer.ts';
import { correction } from './correction.ts';
import { entityCorrection } from './entity-correction.ts';
import { label } from './label.ts';
import type { Scrubbing } from './scrubbing.ts';
import { type Asked, closing, silence } from './silence.ts';
import { verdict } from './verdict.ts';

/** What a request for a silence or a closing asks of the alerts stage; null for all other feedback. */
export function silenceOf(asked: Asked, body: Feedback['body'], scrub: Scrubbing): Answer<Silence> | null {
  if ('vedette.SilenceRequest' in body) return silence(asked, body['vedette.SilenceRequest'], scrub);
  if ('vedette.CloseRequest' in body) return closing(asked, body['vedette.CloseRequest'], scrub);
  return null;
}

/** What is learnt from. */
export function toldOf(id: string, body: Feedback['body'], scrub: Scrubbing): Answer<Told> {
  if ('vedette.Verdict' in body) return verdict(body['vedette.Verdict'], scrub);
  if ('vedette.Correction' in body) return correction(id, body['vedette.Correction'], scrub);
  if ('vedette.EntityCorrection' in body) return entityCorrection(body['vedette.EntityCorrection'], scrub);
  if ('vedette.Label' in body) return label(body['vedette.Label'], scrub);
  return refused('unknown_kind');
}

import type { CloseRequest, Silence, SilenceRequest } from '../../domain/contracts.gen.ts';
import { type Answer, refused } from './answer.ts';
import { isAlertId } from './ids.ts';
import type { Scrubbing } from './scrubbing.ts';
import { isWindow } from './window.ts';

/** What every silence has of the feedback that asked for it. */
export type Asked = Pick<Silence, 'id' | 'tenant' | 'author'>;

const FOR_EVER = 0;

/** Rule and entity stay as they are: they must be what detections and telemetry call them. */
export function silence(asked: Asked, body: SilenceRequest, scrub: Scrubbing): Answer<Silence> {
  const { rule, entity, from, until } = body;
  if (rule === '' && entity === '') return refused('subject_missing');
  if (!isWindow(from, until === FOR_EVER ? from + 1 : until)) return refused('window_invalid');
  const reason = scrub.text(body.reason);
  return { told: { ...asked, kind: 'silence', alert: '', rule, entity, from, until, reason } };
}

/** Closes an alert, which must be one of ours. */
export function closing(asked: Asked, { alert, reason }: CloseRequest, scrub: Scrubbing): Answer<Silence> {
  if (alert === '') return refused('alert_missing');
  if (!isAlertId(alert)) return refused('alert_invalid');
  const closed = { alert: scrub.keep(alert), rule: '', entity: '', from: 0, until: FOR_EVER };
  return { told: { ...asked, kind: 'close', ...closed, reason: scrub.text(reason) } };
}

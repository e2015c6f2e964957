import type { Verdict } from '../../domain/contracts.gen.ts';
import { type Answer, refused, said, type Told, tell } from './answer.ts';
import { isAlertId, isUuid } from './ids.ts';
import type { Scrubbing } from './scrubbing.ts';

/** What an analyst thinks of an alert. An id that is none of ours joins with nothing, and may be anything. */
export function verdict({ alert, verdict: value, reason, rule }: Verdict, scrub: Scrubbing): Answer<Told> {
  if (alert === '') return refused('alert_missing');
  return tell('verdict', {
    alert: isAlertId(alert) ? scrub.keep(alert) : scrub.rename('alert', alert),
    label: value,
    facts: said({ reason: scrub.text(reason), rule: isUuid(rule) ? scrub.keep(rule) : scrub.rename('rule', rule) }),
  });
}

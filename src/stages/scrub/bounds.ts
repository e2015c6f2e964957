import type { Feedback } from '../../domain/contracts.gen.ts';
import { EARLIEST_TIME } from '../../domain/earliest-time.ts';
import { TENANT_NAME } from '../../domain/tenant.ts';
import type { ScrubConfig } from './config.ts';
import type { DeadLetterReason } from './reasons.ts';

/** Why a piece of feedback is not looked at at all; null: it is. */
export function refusalOf(
  keyed: string,
  { tenant, id, author, body }: Feedback,
  config: ScrubConfig,
): DeadLetterReason | null {
  if (tenant !== '' && tenant !== keyed) return 'tenant_mismatch';
  if (!TENANT_NAME.test(keyed)) return 'tenant_invalid';
  if (id === '') return 'id_missing';
  const texts = [['id', id], ['author', author], ...partsOf(body)] as const;
  return texts.some(([name, text]) => isTooLong(name, text, config)) ? 'too_large' : null;
}

/** Characters that a piece of feedback has to be searched for. */
export const lengthOf = ({ body }: Feedback): number =>
  partsOf(body).reduce((sum, [, text]) => sum + (typeof text === 'string' ? text.length : 0), 0);

const partsOf = (body: Feedback['body']): readonly (readonly [string, unknown])[] =>
  Object.values(body).flatMap((part) => Object.entries(part));

const LONG_TEXTS: ReadonlySet<string> = new Set(['draft', 'corrected']);

const isTooLong = (name: string, text: unknown, { longestText, longestNote }: ScrubConfig): boolean =>
  typeof text === 'string' && text.length > (LONG_TEXTS.has(name) ? longestText : longestNote);

/** When feedback was given, epoch ms; where it says nothing that can be, its append time. */
export const timeOf = (said: number, appendedAt: number, clockSkewMs: number): number =>
  said >= EARLIEST_TIME && said <= appendedAt + clockSkewMs ? said : appendedAt;

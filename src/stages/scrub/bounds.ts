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
  const parts = Object.values(body).flatMap((part) => Object.entries(part));
  return [['id', id], ['author', author], ...parts].some(([name, text]) => isTooLong(name, text, config))
    ? 'too_large'
    : null;
}

const LONG_TEXTS: ReadonlySet<unknown> = new Set(['draft', 'corrected']);

const isTooLong = (name: unknown, text: unknown, { longestText, longestNote }: ScrubConfig): boolean =>
  typeof text === 'string' && text.length > (LONG_TEXTS.has(name) ? longestText : longestNote);

/** When feedback was given, epoch ms; where it says nothing that can be, its append time. */
export const timeOf = (said: number, appendedAt: number, clockSkewMs: number): number =>
  said >= EARLIEST_TIME && said <= appendedAt + clockSkewMs ? said : appendedAt;

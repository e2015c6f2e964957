import { leftovers } from '../../detectors/personal-data/last-pass/leftovers.ts';
import type { DeadLetterReason } from './reasons.ts';
import type { Made } from './scrubbing.ts';

/** Below the record size of the topics, with room for what Avro adds. */
const MOST_BYTES = 900_000;

/**
 * Looks at every text of a finished record once more, whatever field it stands in. What looks like personal data and is
 * none of the made-up values stops the record; null: it may go on.
 */
export function faultOf(record: unknown, made: ReadonlyMap<string, Made>): DeadLetterReason | null {
  const texts = textsOf(record);
  if (texts.some((text) => leftovers(text, made.get(text) ?? []).length > 0)) return 'pii_left';
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) > MOST_BYTES ? 'too_large' : null;
}

/** Names of facts are looked at like their values. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => [name, ...textsOf(part)]);
}

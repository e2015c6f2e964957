import { hashText } from '../../detectors/hash.ts';
import type { Row } from './row.ts';

/**
 * Whether a row's explanation goes down to features and events. Of a flood (a scan is a hundred thousand forwarded
 * rows of one code) only some do, about `most` a minute for each entity and code; what the others say of themselves ends
 * at the detectors. It hangs on the row alone, so that a repeat says the same.
 */
export function isToldInFull({ value, codeValues }: Row, most: number): boolean {
  // of the event's own code, which stands first: ln(1 + events of the last minute or so)
  const lately = Math.expm1(codeValues[0] ?? 0);
  return lately <= most || hashText(value.event.id) % Math.ceil(lately / most) === 0;
}

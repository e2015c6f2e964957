import type { EventCore, TelemetryEvent } from '../../domain/contracts.gen.ts';
import { decodedParts } from './decoded-parts.ts';

/** Shorter ones hold no literal of any rule. */
const SHORTEST = 4;
/** Characters of a text that are scanned. */
export const LONGEST_PAYLOAD = 65_536;
/** Texts of an event that are scanned. */
export const MOST_PAYLOADS = 32;

/** Core fields that hold what somebody wrote: commands, scripts and requests. */
const CORE: readonly (keyof EventCore)[] = ['commandLine', 'url'];

/**
 * The texts of an event that rules are held against: its command or script, its address, and every field that whoever
 * is watched can write, request bodies and queries among them; then what is encoded in these, decoded once. Each
 * text once, at most MOST_PAYLOADS of them and LONGEST_PAYLOAD characters of each.
 */
export function payloadsOf({ event, fields, tainted }: TelemetryEvent): readonly string[] {
  const texts = new Set<string>();
  const add = (text: unknown) => {
    if (typeof text !== 'string' || text.length < SHORTEST || texts.size >= MOST_PAYLOADS) return;
    texts.add(text.length > LONGEST_PAYLOAD ? text.slice(0, LONGEST_PAYLOAD) : text);
  };
  for (const name of CORE) add(event[name]);
  for (const name of tainted) if (Object.hasOwn(fields, name)) add(fields[name]);
  for (const text of [...texts]) for (const part of decodedParts(text)) add(part);
  return [...texts];
}

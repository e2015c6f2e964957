import type { TelemetryEvent } from '../../domain/contracts.gen.ts';
import { FIRST_GRAM } from './grams.ts';
import { taintedText } from './tainted-text.ts';
import { MOST_IDS, textIds } from './text-ids.ts';

/** Shorter texts hold neither an order nor a payload. */
const SHORTEST = 8;
const LONGEST = 2_000;

const NONE = new Uint16Array(0);

/**
 * What a text model reads of an event: the ids of all its texts that whoever is watched may have written and that look
 * like more than a name, a path or a command, rising, at most 512, signs before words. Empty for most events.
 */
export function textIdsOf(telemetry: TelemetryEvent): Uint16Array {
  let found: Uint16Array = NONE;
  for (const name of telemetry.tainted) {
    const value = taintedText(telemetry, name);
    if (value.length < SHORTEST) continue;
    const ids = idsOf(value.length > LONGEST ? value.slice(0, LONGEST) : value);
    if (ids.length > 0) found = found.length === 0 ? ids : united(found, ids);
  }
  return found;
}

function united(left: Uint16Array, right: Uint16Array): Uint16Array {
  const all = Uint16Array.from(new Set([...left, ...right])).sort();
  if (all.length <= MOST_IDS) return all;
  const signs = all.filter((id) => id < FIRST_GRAM).length;
  // The ids of words are hashes: which of them are left out is as good as drawn
  return all.slice(0, Math.max(signs, MOST_IDS));
}

/** Bounds of the memory of texts: most come again and again. It changes speed only. */
const REMEMBERED = 8_192;
const REMEMBERED_LENGTH = 300;
const REMEMBERED_LONG = 256;
const known = new Map<string, Uint16Array>();
const knownLong = new Map<string, Uint16Array>();

function idsOf(text: string): Uint16Array {
  const isLong = text.length > REMEMBERED_LENGTH;
  const memory = isLong ? knownLong : known;
  const before = memory.get(text);
  if (before !== undefined) return before;
  const ids = isWorthALook(text) ? textIds(text) : NONE;
  if (memory.size >= (isLong ? REMEMBERED_LONG : REMEMBERED)) memory.clear();
  memory.set(text, ids);
  return ids;
}

/** Two of the words without which there is no sentence. */
const SENTENCE =
  /\b(?:the|you|your|this|that|is|are|and|please|not|all|any|must|should|with|que|los|las|una|para|por|como|und|der|die|das|nicht|les|des|vous|une|est|pour|nao|uma|per|con|sono)\b.*\b(?:the|you|your|this|that|is|are|and|to|of|as|in|me|not|all|any|must|should|with|que|los|las|una|para|por|como|und|der|die|das|nicht|les|des|vous|une|est|pour|nao|uma|per|con|sono)\b/is;
const ORDER =
  /\b(?:ignore|disregard|forget|override|instructions?|prompt|assistant|jailbreak|benign|verdict|analyst|reveal|pretend|system:|api keys?|llm|gpt|translate|write|tell me|olvida|ignora|instrucciones)\b/i;
const TRICK =
  /[^\t\n\r\x20-\x7e\xa0-\u024f]|\n(?:\d{4}-|<\d|[a-z]{3} +\d|\{\x22|\[?(?:info|warn|error)\b)|%(?:0[ad]|1b|25)|\\(?:x1b|u001b|033|e\[|r?\\?n\d|r\\n)|[$#%]\{|\{\{|<[a-z!?/]|\.\.[\\/]|' ?(?:or|and|\|\|)\b|--\s*$|\bunion\b|[;|`] ?(?:cat|id|curl|wget|nc|bash|sh)\b|[a-z0-9+/]{48}|(?:%[0-9a-f]{2}[^%]{0,12}){4}|(?:[a-z]+[+_]){5}/i;

const isWorthALook = (text: string): boolean => TRICK.test(text) || ORDER.test(text) || SENTENCE.test(text);

import fc from 'fast-check';
import { boundedJson } from '../../../src/stages/intake/bounded-json.ts';
import { hostileJson, mutated } from '../mutate.ts';
import { law, RAW, type Target } from '../target.ts';

const MAX_DEPTH = 64;
const MAX_KEYS = 2_000;
const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
/** Names that are given twice are gone after the parse: only in a short text they cannot be too many. */
const SHORT = 4_000;

export const jsonGuardTarget: Target<Uint8Array> = {
  name: 'json-guard',
  about: 'the guard answers what JSON.parse answers, and refuses by depth, number and names of keys alone',
  file: RAW,
  inputs: (corpus) =>
    fc.oneof(
      { weight: 3, arbitrary: mutated(corpus) },
      { weight: 1, arbitrary: hostileJson(['a', 'b', 'ts']).map((value) => Buffer.from(JSON.stringify(value))) },
      { weight: 1, arbitrary: fc.tuple(fc.nat({ max: 70 }), width).map(shaped) },
    ),
  check: checkGuard,
};

const width = fc.oneof(
  { weight: 20, arbitrary: fc.nat({ max: 20 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1_990, max: 2_010 }) },
);

/** An object that deep and that wide. */
const shaped = ([depth, width]: [number, number]): Uint8Array =>
  Buffer.from(`${'{"a":['.repeat(depth >> 1)}{${keys(width)}}${']}'.repeat(depth >> 1)}`);
const keys = (width: number): string => Array.from({ length: width }, (_, index) => `"${index}":0`).join(',');

function checkGuard(bytes: Uint8Array): void {
  const text = Buffer.from(bytes).toString();
  const answer = boundedJson(text);
  const parsed = parsedOrNothing(text);
  const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  if (answer.kind === 'other') law(!isObject, 'an object was not seen');
  if (answer.kind === 'object') {
    law(isObject && JSON.stringify(answer.value) === JSON.stringify(parsed), 'the object is not the one in the text');
    const { depth, count, forbidden } = measured(parsed);
    law(
      depth <= MAX_DEPTH && count <= MAX_KEYS && !forbidden,
      () => `let through: depth ${depth}, ${count} keys, ${forbidden}`,
    );
  }
  if (answer.kind === 'refused' && parsed !== undefined && text.length <= SHORT) {
    const { depth, count, forbidden } = measured(parsed);
    const duplicates = /"(__proto__|constructor|prototype)"|\\u/.test(text);
    law(
      depth > MAX_DEPTH || count > MAX_KEYS || forbidden || duplicates,
      () => `refused for nothing: ${answer.reason}`,
    );
  }
}

function parsedOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Measured on the value, level by level: the guard measures on the text. */
function measured(root: unknown): { depth: number; count: number; forbidden: boolean } {
  let [depth, count, forbidden] = [0, 0, false];
  for (let level = [root].filter(isNested); level.length > 0; depth++) {
    for (const one of level) {
      if (Array.isArray(one)) continue;
      const names = Object.keys(one);
      count += names.length;
      forbidden ||= names.some((name) => FORBIDDEN.has(name));
    }
    level = level.flatMap((one) => Object.values(one)).filter(isNested);
  }
  return { depth, count, forbidden };
}

const isNested = (value: unknown): value is object => typeof value === 'object' && value !== null;

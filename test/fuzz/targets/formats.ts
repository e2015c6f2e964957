import fc from 'fast-check';
import { boundedJson } from '../../../src/stages/intake/bounded-json.ts';
import { NO_ENVELOPE } from '../../../src/stages/intake/envelope.ts';
import { boundFields } from '../../../src/stages/intake/fields.ts';
import type { Candidate, Format } from '../../../src/stages/intake/format.ts';
import { FORMATS } from '../../../src/stages/intake/formats/index.ts';
import { readText } from '../../../src/stages/intake/read-text.ts';
import { mutated, mutatedJson, wildText } from '../mutate.ts';
import { soundMapped } from '../sound.ts';
import { law, RAW, type Target } from '../target.ts';

const REFERENCE = Date.UTC(2024, 4, 15);
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

/** One target a format: with its hint and without, whatever the bytes. */
export const FORMAT_TARGETS: readonly Target<Uint8Array>[] = FORMATS.map((format) => ({
  name: `format-${format.name}`,
  about: `the ${format.name} format answers soundly to any text, with its hint and without`,
  file: RAW,
  inputs: linesLike,
  check: (bytes) => checkFormat(format, bytes),
}));

/** Mutations of the text, and where it is JSON of the value too. */
export function linesLike(corpus: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const values = corpus.flatMap((bytes) => {
    const parsed = boundedJson(text(bytes));
    return parsed.kind === 'object' ? [parsed.value] : [];
  });
  const ways = [{ weight: 5, arbitrary: mutated(corpus) }];
  if (values.length > 0) ways.push({ weight: 3, arbitrary: mutatedJson(values).map(jsonBytes) });
  ways.push({ weight: 1, arbitrary: fc.tuple(fc.constantFrom(...beginnings(corpus)), wildText(60)).map(joined) });
  return fc.oneof(...ways);
}

const jsonBytes = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value) ?? '');
const joined = ([start, rest]: [string, string]): Uint8Array => Buffer.from(start + rest);
/** What leads into a parser, so that anything may follow. */
const beginnings = (corpus: readonly Uint8Array[]): readonly string[] => [
  '',
  ...corpus.flatMap((bytes) => [12, 40].map((length) => text(bytes).slice(0, length))),
];

function checkFormat(format: Format, bytes: Uint8Array): void {
  const { text } = readText(bytes);
  const parsed = boundedJson(text);
  if (parsed.kind === 'refused') return;
  const json = parsed.kind === 'object' ? parsed.value : null;
  for (const hint of [format.name, '']) {
    const candidate: Candidate = { text, json, hint, envelope: NO_ENVELOPE, reference: REFERENCE };
    const recognised = format.recognises(candidate);
    law(typeof recognised === 'boolean', 'recognises answers no boolean');
    if (!recognised && json !== null) continue;
    const mapped = format.map(candidate);
    if (mapped === null) continue;
    soundMapped(mapped);
    boundFields({ fields: mapped.fields, lists: mapped.lists ?? {} });
  }
}

import { isDeepStrictEqual } from 'node:util';
import { MOST_ADDED } from '../../src/detectors/taxonomy/fields-draft.ts';
import { sigmaViewOf } from '../../src/detectors/taxonomy/sigma-view.ts';
import { TELEMETRY_EVENTS, type TelemetryEvent } from '../../src/domain/contracts.gen.ts';
import { decodeBody, typeOf } from '../../src/shell/avro.ts';
import {
  MAX_EVENT_CHARS,
  MAX_FIELD_CHARS,
  MAX_FIELDS,
  MAX_KEY_CHARS,
  MAX_MEMBERS,
} from '../../src/stages/intake/fields.ts';
import type { Mapped } from '../../src/stages/intake/format.ts';
import { law } from './target.ts';

const TEXTS = 'action id host observer user process parent commandLine srcIp dstIp file domain url hash code'.split(
  ' ',
);
const OUTCOMES = new Set([undefined, 'success', 'failure', 'unknown']);

/** What a format may make of a stranger's text: the right kinds of values, fields that carry no prototype. */
export function soundMapped(mapped: Mapped): void {
  const { fields, tainted, time, srcPort = 0, dstPort = 0, outcome, logsource } = mapped;
  law(time === null || Number.isSafeInteger(time), () => `time is ${time}`);
  for (const port of [srcPort, dstPort])
    law(Number.isInteger(port) && port >= 0 && port <= 65_535, () => `port is ${port}`);
  law(OUTCOMES.has(outcome), () => `outcome is ${outcome}`);
  law(Object.getPrototypeOf(fields) === null, 'fields have a prototype');
  for (const key in fields) law(typeof fields[key] === 'string', () => `field ${key} is ${typeof fields[key]}`);
  for (const name of TEXTS) {
    const value = (mapped as unknown as Record<string, unknown>)[name];
    law(value === undefined || typeof value === 'string', () => `${name} is ${typeof value}`);
  }
  law(
    Object.values(logsource).every((text) => typeof text === 'string'),
    'logsource holds what is no text',
  );
  law(
    tainted.every((name) => typeof name === 'string'),
    'tainted holds what is no name',
  );
}

/** Names of the core, and fields that a format calls tainted wherever they stand. */
const MORE_TAINTED = 100;
/** Names of fields are repeated by `tainted`; aliases repeat values under the names that rules use. */
const SLACK_BYTES = 3 * MAX_FIELDS * MAX_KEY_CHARS + 4_096;
const GROWTH = 8;
/** Of the topic. */
const LARGEST_RECORD = 1_048_576;
const type = typeOf(TELEMETRY_EVENTS.name);

/** What intake may put on the topic for everybody behind it: within the contract, within its bounds, and the same when it is read. */
export function soundEvent(event: TelemetryEvent, inputBytes: number): void {
  const names = Object.keys(event.fields);
  law(names.length <= MAX_FIELDS, () => `${names.length} fields`);
  for (const name of names) {
    law(name.length <= MAX_KEY_CHARS, () => `a field's name has ${name.length} characters`);
    law((event.fields[name] ?? '').length <= MAX_FIELD_CHARS, () => `field ${name.slice(0, 40)} is too long`);
  }
  const texts = [...names, ...Object.values(event.fields), ...Object.entries(event.lists).flat(2)];
  const size = texts.reduce((sum, text) => sum + text.length, 0);
  law(size <= MAX_EVENT_CHARS, () => `${size} characters of fields and lists`);
  for (const [name, members] of Object.entries(event.lists)) {
    law(event.fields[name] !== undefined, 'a list of no field');
    law(members.length > 1 && members.length <= MAX_MEMBERS, () => `${members.length} members`);
  }
  law(event.tainted.length <= MAX_FIELDS + MORE_TAINTED, () => `${event.tainted.length} tainted names`);
  law(
    event.tainted.every((name) => name.length <= MAX_KEY_CHARS),
    'a tainted name is too long',
  );
  for (const [name, value] of Object.entries(event.event))
    law(typeof value !== 'string' || value.length <= 2_000, () => `${name} has ${String(value).length} characters`);
  const seen = Object.keys(sigmaViewOf(event).fields).length;
  law(seen <= names.length + MOST_ADDED, () => `rules see ${seen} fields`);
  const bytes = type.toBuffer(event);
  law(bytes.length <= GROWTH * inputBytes + SLACK_BYTES, () => `${inputBytes} bytes became ${bytes.length}`);
  law(bytes.length < LARGEST_RECORD, () => `${bytes.length} bytes are no record of the topic`);
  const back = decodeBody(type, bytes);
  law(back.ok, () => `the event does not decode: ${(back as { reason: string }).reason}`);
  law(back.ok && isDeepStrictEqual(plain(back.value as TelemetryEvent), plain(event)), 'the event reads as another');
}

/** Without the prototypes, which a class of the codec and a literal do not share. */
const plain = ({ event, fields, lists, tainted }: TelemetryEvent) => [
  { ...event },
  { ...fields },
  { ...lists },
  [...tainted],
];

import fc from 'fast-check';
import { TELEMETRY_EVENTS, TELEMETRY_RAW, type TelemetryInput } from '../../../src/domain/contracts.gen.ts';
import { memoryCodec } from '../../../src/memory/codec.ts';
import type { StoredRecord } from '../../../src/ports.ts';
import { open } from '../../../src/runner/decode.ts';
import type { Context, Input } from '../../../src/stage.ts';
import { intakeConfigSchema } from '../../../src/stages/intake/config.ts';
import { DEAD_LETTER_REASONS } from '../../../src/stages/intake/dead-letter-reasons.ts';
import { FORMATS } from '../../../src/stages/intake/formats/index.ts';
import { type IntakeState, intake } from '../../../src/stages/intake/stage.ts';
import { corpusOf } from '../corpus.ts';
import { mutatedBytes, wildText } from '../mutate.ts';
import { soundEvent } from '../sound.ts';
import { asJson, bytesOf, law, type Target, textOf } from '../target.ts';
import { FORMAT_TARGETS, linesLike } from './formats.ts';

/** A record of the raw topic; value and headers as bytes, one character each. */
export interface RawInput {
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

const APPENDED = Date.UTC(2024, 4, 15);
const codec = memoryCodec();
const room = await intake.open({ config: intakeConfigSchema.parse({}) });
const HINTS = FORMATS.flatMap(({ name, hints }) => [name, ...hints]);
const REASONS: ReadonlySet<string> = new Set(DEAD_LETTER_REASONS);
const UNREADABLE = /^[a-z_]{1,40}$/;

/** Lines of every format in every wrapping, with any headers: from the bytes of the record to the bytes of the event. */
export const intakeTarget: Target<RawInput> = {
  name: 'intake',
  about: 'any record of the raw topic becomes one event within the contract and of its own tenant, or a known refusal',
  file: asJson(),
  inputs(corpus) {
    const lines = FORMAT_TARGETS.flatMap((target) => corpusOf(target).map(({ input }) => input));
    const line = linesLike(lines).map(textOf);
    const event = fc.tuple(avroInput, fc.array(fc.nat(), { maxLength: 2 })).map(([value]) => value);
    const value = fc.oneof(
      { weight: 6, arbitrary: line },
      { weight: 3, arbitrary: fc.tuple(line, fc.nat({ max: WRAPPINGS.length - 1 }), hint).map(wrapped) },
      { weight: 2, arbitrary: event },
      { weight: 2, arbitrary: mutatedBytes(corpus.map((entry) => entry.value)) },
    );
    return fc.record({ value, headers });
  },
  check: checkRaw,
};

const hint = fc.oneof(fc.constantFrom(...HINTS), wildText(10));
const headers = fc
  .record(
    {
      'tenant-id': fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom('acme', 'beta') },
        { weight: 1, arbitrary: wildText(9) },
      ),
      format: hint,
      ce_id: fc.oneof(fc.constantFrom('a-1', 'x'.repeat(301)), wildText(12)),
      'zeek-fields': fc.constantFrom(
        '#fields\tts\tuid\tid.orig_h',
        'ts,__proto__,x',
        '\t'.repeat(300),
        'constructor toString ts',
      ),
      'Tenant-Id': fc.constantFrom('acme', 'beta'),
      'vedette-unreadable': fc.constantFrom('batch_undecompressable', 'Not A Code', ''),
      'vedette-origin': fc.constantFrom('source/0/1/0', 'x'),
    },
    { requiredKeys: [] },
  )
  .map((given) =>
    Object.fromEntries(
      Object.entries(given).map(([name, value]) => [name, Buffer.from(String(value)).toString('latin1')]),
    ),
  );

const WRAPPINGS: readonly ((line: string, hint: string) => unknown)[] = [
  (raw, format) => ({ id: 'e1', ts: '2024-05-14T12:00:00Z', host: 'h', format, raw }),
  (raw, format) => ({ format, event: parsedOr(raw) }),
  (raw, format) => ({ format: 'json', event: { format, raw } }),
  (message) => ({ message, '@timestamp': '2024-05-14T12:00:00Z', host: { name: 'H.corp' }, agent: { hostname: 3 } }),
  (message, format) => ({ message, timestamp: 1715688000, source_type: [], format }),
  (message) => ({
    message: JSON.stringify({ message: JSON.stringify({ message, log: {} }), log: {} }),
    log: { file: { path: 1 } },
  }),
];

function parsedOr(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'latin1').toString());
  } catch {
    return { raw: text };
  }
}

function wrapped([line, which, hint]: [string, number, string]): string {
  const wrapping = WRAPPINGS[which] as (typeof WRAPPINGS)[number];
  return textOf(Buffer.from(JSON.stringify(wrapping(Buffer.from(line, 'latin1').toString(), hint))));
}

const whole = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 65_536, 2 ** 52, -(2 ** 52)));
const port = fc.oneof(fc.constantFrom(0, -1, 65_536, 2_147_483_647, -2_147_483_648), fc.nat({ max: 65_535 }));
const word = fc.oneof(wildText(12), fc.constantFrom('', 'x'.repeat(3_000), '\ud800'));
const TEXTS =
  'id format action host user process parent commandLine srcIp dstIp file domain url hash code product category service';

/** Our own contract, filled by someone who means harm, as it lies on the topic. */
const avroInput: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(word, { minLength: 1, maxLength: 4 }),
    fc.tuple(whole, port, port, fc.constantFrom('', 'acme', 'beta')),
    fc.array(fc.tuple(wildText(8), word), { maxLength: 5 }),
    fc.nat({ max: 4_000 }),
  )
  .map(([texts, [time, srcPort, dstPort, tenant], pairs, more]) => {
    const core = Object.fromEntries(TEXTS.split(' ').map((name, index) => [name, texts[index % texts.length]]));
    const many = more > 3_990 ? Array.from({ length: more * 5 }, (_, index) => [`k${index}`, 'v']) : [];
    const fields = Object.fromEntries([...pairs, ...many]);
    const event = { ...core, tenant, time, srcPort, dstPort, class: 'process', outcome: 'success', fields };
    return textOf(codec.encode(TELEMETRY_RAW.name, event as unknown as TelemetryInput));
  });

function stored({ value, headers }: RawInput): StoredRecord {
  const named: Record<string, Uint8Array> = Object.create(null);
  for (const [name, text] of Object.entries(headers)) named[name] = bytesOf(text);
  return { key: null, value: bytesOf(value), headers: named, partition: 1, offset: 7, timestamp: APPENDED };
}

async function checkRaw(input: RawInput): Promise<void> {
  const record = stored(input);
  const answer = open(TELEMETRY_RAW, record, codec);
  const opened = answer instanceof Promise ? await answer : answer;
  law(textOf(record.value as Uint8Array) === input.value, 'the bytes of the record were changed');
  if (!opened.ok) return law(UNREADABLE.test(opened.reason), () => `reason ${opened.reason}`);
  const raw = { key: opened.key, value: opened.value, partition: 1, offset: 7, appendedAt: APPENDED };
  const states = new Map<string, IntakeState>();
  const context = {
    state: ({ id }) => states.get(id),
    set: ({ id }, state) => void states.set(id, state),
  } as Context<IntakeState>;
  const outcomes = await room.process([raw as Input<typeof TELEMETRY_RAW>], context);
  law(outcomes.length === 1, () => `${outcomes.length} outcomes for one record`);
  law(textOf(record.value as Uint8Array) === input.value, 'the bytes of the record were changed');
  const [outcome] = outcomes;
  if (outcome?.kind === 'drop') law(outcome.reason === 'format_header', () => `dropped for ${outcome.reason}`);
  if (outcome?.kind === 'deadLetter') law(REASONS.has(outcome.reason), () => `dead letter for ${outcome.reason}`);
  if (outcome?.kind !== 'forward') return;
  law(outcome.records.length === 1, () => `${outcome.records.length} events for one record`);
  for (const { to, key, value } of outcome.records) {
    law(to === TELEMETRY_EVENTS && value !== null, 'no event');
    if (value === null) continue;
    const said = Object.entries(input.headers).filter(([name]) => name.toLowerCase() === 'tenant-id');
    law(
      said.length === 0 || said.some(([, tenant]) => tenant === key.tenant),
      'an event of a tenant that nobody named',
    );
    law(value.event.tenant === key.tenant, 'key and event are of two tenants');
    law(Buffer.from(key.id).toString() === key.id, 'the key of the entity is no well-formed text');
    for (const port of [value.event.srcPort, value.event.dstPort])
      law(port >= 0 && port <= 65_535, () => `port is ${port}`);
    soundEvent(value, input.value.length);
  }
}

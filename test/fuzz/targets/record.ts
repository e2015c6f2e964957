import fc from 'fast-check';
import { TELEMETRY_EVENTS, TELEMETRY_RAW } from '../../../src/domain/contracts.gen.ts';
import { memoryCodec } from '../../../src/memory/codec.ts';
import type { StoredRecord } from '../../../src/ports.ts';
import { open, originOf, TENANT_HEADER } from '../../../src/runner/decode.ts';
import { accept, originText, parseOrigin } from '../../../src/runner/origin.ts';
import { keyText, murmur2, parseKey } from '../../../src/runner/wire-key.ts';
import { mutatedBytes } from '../mutate.ts';
import { asJson, bytesOf, law, type Target, textOf } from '../target.ts';

/** A record of an internal or of the raw topic; every text one character a byte. */
export interface WireInput {
  readonly raw: boolean;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: readonly (readonly [name: string, value: string])[];
}

const codec = memoryCodec();
const REASON = /^[a-z_]{1,40}$/;
const EVENT = textOf(
  codec.encode(TELEMETRY_EVENTS.name, {
    event: {
      ...Object.fromEntries(
        'id tenant format action host observer user process parent commandLine srcIp dstIp file domain url hash code product category service'
          .split(' ')
          .map((name) => [name, name]),
      ),
      ...{ time: 1, receivedAt: 2, class: 'process', outcome: 'success', srcPort: 1, dstPort: 2, flags: ['truncated'] },
      ...{ rawPartition: 0, rawOffset: 0 },
    },
    fields: { Image: 'a.exe' },
    tainted: ['Image'],
  }),
);
const NAMES = [
  'tenant-id',
  'Tenant-ID',
  'vedette-origin',
  'vedette-unreadable',
  'vedette-control',
  'ce_id',
  '__proto__',
  'constructor',
  '',
];

export const recordTarget: Target<WireInput> = {
  name: 'record',
  about:
    'any key, value and headers decode to a record of the tenant that key and header agree on, or to a reason code',
  file: asJson(),
  inputs(corpus) {
    const of = (texts: readonly (string | null)[]) =>
      mutatedBytes(
        texts.filter((text) => text !== null),
        3,
      );
    const key = fc.oneof(fc.constantFrom('acme/h', 'beta/h', null), of(corpus.map((one) => one.key)));
    const value = fc.oneof(
      { weight: 3, arbitrary: of([EVENT, ...corpus.map((one) => one.value)]) },
      { weight: 1, arbitrary: fc.constantFrom(null, '', EVENT) },
    );
    const said = of([...corpus.flatMap((one) => one.headers.map(([, text]) => text)), 'acme', 'intake/3/77/0']);
    const header = fc.tuple(
      fc.oneof(fc.constantFrom(...NAMES), of(NAMES)),
      fc.oneof(fc.constantFrom('acme', 'beta'), said),
    );
    return fc.record({ raw: fc.boolean(), key, value, headers: fc.array(header, { maxLength: 6 }) });
  },
  check: checkRecord,
};

function stored({ key, value, headers }: WireInput): StoredRecord {
  const named: Record<string, Uint8Array> = Object.create(null);
  for (const [name, text] of headers) named[name] = bytesOf(text);
  const bytes = (text: string | null) => (text === null ? null : bytesOf(text));
  return { key: bytes(key), value: bytes(value), headers: named, partition: 0, offset: 1, timestamp: 1 };
}

async function checkRecord(input: WireInput): Promise<void> {
  const record = stored(input);
  const topic = input.raw ? TELEMETRY_RAW : TELEMETRY_EVENTS;
  checkOrigin(record, input.raw);
  checkKey(record.key);
  const answer = open(topic, record, codec);
  const opened = answer instanceof Promise ? await answer : answer;
  const after = { key: record.key && textOf(record.key), value: record.value && textOf(record.value) };
  law(after.key === input.key && after.value === input.value, 'the bytes of the record were changed');
  if (!opened.ok) return law(REASON.test(opened.reason), () => `reason ${opened.reason.slice(0, 80)}`);
  const said = Buffer.from(record.headers[TENANT_HEADER] ?? []).toString();
  if (!input.raw) law(opened.key.tenant !== '' && opened.key.tenant === said, 'key and header are of two tenants');
}

function checkOrigin(record: StoredRecord, raw: boolean): void {
  const origin = originOf(raw ? TELEMETRY_RAW : TELEMETRY_EVENTS, record);
  law(!raw || origin === null, 'a stranger was believed');
  if (origin === null) return;
  const again = parseOrigin(originText(origin.sender, origin.offset, origin.index));
  law(
    again !== null && Object.entries(origin).every(([name, value]) => again[name as keyof typeof again] === value),
    'an origin reads as another',
  );
  const marks = {};
  law(accept(marks, origin) && !accept(marks, origin), 'a repeat was taken for new');
}

function checkKey(bytes: Uint8Array | null): void {
  if (bytes === null) return;
  law(murmur2(bytes) >= 0, 'a negative hash');
  const text = Buffer.from(bytes).toString();
  const key = parseKey(text);
  if (key !== null) law(keyText(key) === text, 'a key reads as another');
}

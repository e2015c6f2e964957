import { beforeAll, describe, expect, it } from '@jest/globals';
import { balance } from '../../src/audit/balance.ts';
import { TELEMETRY_EVENTS, TELEMETRY_RAW, type TelemetryInput } from '../../src/domain/contracts.gen.ts';
import { memoryCodec } from '../../src/memory/codec.ts';
import type { Send } from '../../src/ports.ts';
import { NOON, type Ran, raw, runChain } from './embedded-chain.ts';
import { goodBatches } from './good-events.ts';

const ACME = { 'tenant-id': 'acme' };
const codec = memoryCodec();
const AVRO = codec.encode(TELEMETRY_RAW.name, avroEvent(''));
const ROW = {
  ts: new Date(NOON).toISOString(),
  host: 'ws-9',
  channel: 'System',
  provider: 'P',
  event_id: 7045,
  data: {},
};

function avroEvent(tenant: string): TelemetryInput {
  const texts = { id: 'a1', format: 'ours', action: 'start', host: 'ws-8', user: '', process: 'a.exe', parent: '' };
  const more = { commandLine: '', srcIp: '', dstIp: '', file: '', domain: '', url: '', hash: '', code: '' };
  return {
    ...texts,
    ...more,
    tenant,
    time: NOON,
    class: 'process',
    outcome: 'success',
    srcPort: 0,
    dstPort: 0,
    product: '',
    category: '',
    service: '',
    fields: {},
  };
}

const withSchema = (id: number): Uint8Array => {
  const bytes = Buffer.from(AVRO);
  bytes.writeUInt32BE(id, 1);
  return bytes;
};
const internal = (value: Uint8Array | null, tenant: string, key: string | null): Send => ({
  topic: TELEMETRY_EVENTS.name,
  partition: 0,
  key: key === null ? null : Buffer.from(key),
  value,
  headers: { 'tenant-id': Buffer.from(tenant) },
});
const randomBytes = Uint8Array.from({ length: 4_000 }, (_, i) => ((i + 1) * 2_654_435_761) >>> 24 || 1);

const REFUSED: readonly (readonly [string, string, string, Send])[] = [
  ['random bytes', 'intake', 'unknown_format', raw(randomBytes, ACME, 'bad')],
  [
    'our event with a wrong magic byte',
    'intake',
    'unknown_format',
    raw(Buffer.concat([Buffer.of(1), AVRO.subarray(1, 20)]), ACME, 'bad'),
  ],
  ['an unknown schema id', 'intake', 'unknown_schema', raw(withSchema(4_000_000_000), ACME, 'bad')],
  ['the schema of another topic', 'intake', 'foreign_schema', raw(withSchema(3), ACME, 'bad')],
  ['Avro cut off', 'intake', 'avro_truncated', raw(AVRO.subarray(0, AVRO.length - 3), ACME, 'bad')],
  ['nothing but the header of Avro', 'intake', 'avro_truncated', raw(AVRO.subarray(0, 5), ACME, 'bad')],
  ['an empty value', 'intake', 'value_empty', raw('', ACME, 'bad')],
  ['no value', 'intake', 'value_empty', raw(null, ACME, 'bad')],
  ['16 MB', 'intake', 'too_large', raw(new Uint8Array(16 * 1024 * 1024).fill(0x61), ACME, 'bad')],
  ['400,000 nested arrays', 'intake', 'too_deep', raw('['.repeat(400_000), ACME, 'bad')],
  [
    '400,000 nested arrays in a field',
    'intake',
    'too_deep',
    raw(`{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}`, ACME, 'bad'),
  ],
  [
    'a key __proto__',
    'intake',
    'forbidden_key',
    raw('{"ts":"2024-05-14T12:00:00Z","__proto__":{"polluted":1}}', ACME, 'bad'),
  ],
  [
    'a key __proto__ inside of data',
    'intake',
    'forbidden_key',
    raw(`{"event_id":1,"channel":"Security","data":{"\\u005f_proto__":{"polluted":1}}}`, ACME, 'bad'),
  ],
  ['no tenant', 'intake', 'tenant_missing', raw(JSON.stringify(ROW), {}, 'bad')],
  [
    'a tenant that is no name',
    'intake',
    'tenant_invalid',
    raw(JSON.stringify(ROW), { 'tenant-id': 'ACME/../beta' }, 'bad'),
  ],
  [
    'a tenant in the value that is not that of the header',
    'intake',
    'tenant_mismatch',
    raw(codec.encode(TELEMETRY_RAW.name, avroEvent('beta')), ACME, 'bad'),
  ],
  [
    'a wrong magic byte on an internal topic',
    'features',
    'bad_magic_byte',
    internal(Buffer.from('{"event":{}}'), 'acme', 'acme/ws-1'),
  ],
  ['an internal record without a key', 'features', 'key_invalid', internal(AVRO, 'acme', null)],
  [
    'an internal record whose key names another tenant',
    'features',
    'tenant_mismatch',
    internal(AVRO, 'acme', 'beta/ws-1'),
  ],
  [
    'an internal record with the schema of the raw topic',
    'features',
    'foreign_schema',
    internal(AVRO, 'acme', 'acme/ws-1'),
  ],
];

const USABLE: readonly (readonly [string, string | null, Send])[] = [
  ['a null key', null, raw(JSON.stringify({ ...ROW, host: 'ws-10' }), { ...ACME, ce_id: 'null-key' })],
  [
    'a time in 1970',
    'time_missing',
    raw(JSON.stringify({ ...ROW, ts: '1970-01-01T00:00:07.000Z' }), { ...ACME, ce_id: 'in-1970' }, 'bad'),
  ],
  [
    'a time in 2100',
    'time_clamped',
    raw(JSON.stringify({ ...ROW, ts: '2100-01-01T00:00:00.000Z' }), { ...ACME, ce_id: 'in-2100' }, 'bad'),
  ],
  ['no time', 'time_missing', raw(JSON.stringify({ ...ROW, ts: undefined }), { ...ACME, ce_id: 'timeless' }, 'bad')],
  [
    'invalid UTF-8 in a field',
    'utf8_replaced',
    raw(
      Buffer.concat([
        Buffer.from('{"ts":"2024-05-14T12:00:00Z","host":"ws-9","message":"caf'),
        Buffer.of(0xe9, 0xff),
        Buffer.from('"}'),
      ]),
      { ...ACME, ce_id: 'not-utf8' },
      'bad',
    ),
  ],
  ['a line of no known format', 'time_missing', raw('the door was left open', { ...ACME, ce_id: 'a-sentence' }, 'bad')],
];

const GOOD = goodBatches(4);
const BAD = [...REFUSED.map(([, , , send]) => send), ...USABLE.map(([, , send]) => send)];
/** Bad records stand before and between the good ones of the second and the third batch: the alert is raised in the second. */
const MIXED = GOOD.map((batch, index) => {
  const bad = BAD.filter((_, i) => index === 1 + (i % 2));
  return batch.flatMap((good, place) => [...bad.filter((_, i) => i % batch.length === place), good]);
});

const outcomeOf = ({ scored }: Ran) =>
  scored
    .filter(({ event }) => event.id.startsWith('good-'))
    .map(({ event, score, detectors }) => ({ id: event.id, time: event.time, score, detectors }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));

describe('bad input among good', () => {
  let clean: Ran;
  let mixed: Ran;

  beforeAll(async () => {
    clean = await runChain(GOOD);
    mixed = await runChain(MIXED);
  });

  it.each(REFUSED)('given %s, when read, then %s keeps it with the reason %s', (_, stage, reason, send) => {
    const kept = mixed.deadLetters.filter((one) => one.stage === stage && sameBytes(one.record.value, send.value));
    expect(kept.map(({ record }) => text(record.headers['dlq.reason-code']))).toContain(reason);
    const letter = kept.find(({ record }) => text(record.headers['dlq.reason-code']) === reason)?.record;
    expect(sameBytes(letter?.key ?? null, send.key)).toBe(true);
    expect(text(letter?.headers['tenant-id'])).toBe(text(send.headers['tenant-id']));
  });

  it.each(USABLE)('given %s, when read, then it is an event with the flag %s', (_, flag, send) => {
    const found = mixed.scored.find(({ event }) => event.id === text(send.headers.ce_id));
    expect(found?.event.flags).toEqual(flag === null ? [] : [flag]);
    expect(found?.event.time).toBe(flag?.startsWith('time_') ? found?.event.receivedAt : NOON);
  });

  it('loses and adds nothing: every bad record is one dead letter or one event', () => {
    expect(mixed.deadLetters.length).toBe(REFUSED.length);
    expect(mixed.scored.length).toBe(clean.scored.length + USABLE.length);
  });

  it('leaves the neighbours as they are without it', () => {
    expect(outcomeOf(clean).length).toBe(GOOD.flat().length);
    expect(outcomeOf(mixed)).toEqual(outcomeOf(clean));
  });

  it('leaves the alerts as they are without it', () => {
    const said = ({ alerts }: Ran) =>
      alerts.map(({ finding_info, time, status_id }) => [finding_info.uid, time, status_id]);
    expect(said(clean).length).toBeGreaterThan(0);
    expect(said(mixed)).toEqual(said(clean));
  });

  it('is told by the completeness record of the closed alert', () => {
    const deadLettered = ({ alerts }: Ran) => JSON.parse(alerts.at(-1)?.unmapped ?? '').completeness.dead_lettered;
    expect(deadLettered(clean)).toBe(0);
    expect(deadLettered(mixed)).toBeGreaterThan(0);
  });

  it('does not reach the prototype of objects', () => {
    expect('polluted' in {}).toBe(false);
  });

  it('is in the ledger, which balances', () => {
    expect(balance(clean.ledger)).toEqual([]);
    expect(balance(mixed.ledger)).toEqual([]);
  });
});

const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();
const sameBytes = (a: Uint8Array | null, b: Uint8Array | null): boolean =>
  a === null || b === null ? a === b : Buffer.compare(a, b) === 0;

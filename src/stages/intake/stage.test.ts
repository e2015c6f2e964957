import { beforeEach, describe, expect, it } from '@jest/globals';
import { TELEMETRY_EVENTS, type TelemetryInput } from '../../domain/contracts.gen.ts';
import type { RawHeaders, RawTelemetry } from '../../domain/topic.ts';
import type { Context, Input, Key } from '../../stage.ts';
import { type IntakeConfig, intakeConfigSchema } from './config.ts';
import { type IntakeState, intake } from './stage.ts';

const NOW = Date.UTC(2024, 2, 12, 12);
let states: Map<string, IntakeState>;
beforeEach(() => {
  states = new Map();
});

const context = {
  state: ({ id }: Key) => states.get(id),
  set: ({ id }: Key, state: IntakeState) => void states.set(id, state),
} as Context<IntakeState>;

const input = (value: RawTelemetry, offset = 7): Input<typeof intake.reads> => ({
  key: { tenant: '', id: '' },
  value,
  partition: 3,
  offset,
  appendedAt: NOW,
});
const bytes = (value: unknown, headers: RawHeaders = {}) =>
  input({
    kind: 'bytes',
    bytes: new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value)),
    headers,
  });
const row = (ts: string, host = 'WS-1') => ({
  ts,
  host,
  channel: 'Security',
  provider: 'x',
  event_id: 4625,
  data: { TargetUserName: 'anna' },
});

const open = (config: Partial<IntakeConfig> = {}) =>
  intake.open({ config: intakeConfigSchema.parse({ defaultTenant: 'acme', ...config }) });

describe('intake', () => {
  it('given an event, when processed, then it goes on under its tenant and host', async () => {
    const room = await open();
    const [outcome] = await room.process([bytes(row('2024-03-12T11:59:59.000Z'))], context);
    expect(outcome).toMatchObject({
      kind: 'forward',
      records: [
        {
          to: TELEMETRY_EVENTS,
          key: { tenant: 'acme', id: 'ws-1' },
          value: {
            event: { id: 'raw/3/7', time: NOW - 1_000, receivedAt: NOW, code: 'security:4625', outcome: 'failure' },
          },
        },
      ],
    });
  });

  it('given an Avro event, when processed, then its own id, tenant and time count', async () => {
    const room = await open({ defaultTenant: '' });
    const event = {
      id: 'a-1',
      tenant: 'acme',
      time: NOW,
      class: 'auth',
      outcome: 'failure',
      host: 'WS-2',
      fields: {},
    } as Partial<TelemetryInput>;
    const [outcome] = await room.process(
      [input({ kind: 'event', event: event as TelemetryInput, headers: {} })],
      context,
    );
    expect(outcome).toMatchObject({
      records: [{ key: { tenant: 'acme', id: 'ws-2' }, value: { event: { id: 'a-1', format: 'event' } } }],
    });
  });

  it.each([
    ['a header against the binding', { rawTenant: 'acme' }, { 'tenant-id': 'evil' }, 'tenant_mismatch'],
    ['no tenant at all', { defaultTenant: '' }, {}, 'tenant_missing'],
    ['a name that is none', {}, { 'tenant-id': 'No Name' }, 'tenant_invalid'],
  ])('given %s, when processed, then it is a dead letter', async (_, config, headers, reason) => {
    const room = await open(config);
    expect(await room.process([bytes(row('2024-03-12T11:59:59.000Z'), headers)], context)).toEqual([
      { kind: 'deadLetter', reason, cause: undefined },
    ]);
  });

  it('given bad and good records in one batch, when processed, then each has its own outcome in order', async () => {
    const room = await open();
    const outcomes = await room.process(
      [bytes('{"__proto__":1}'), bytes(row('2024-03-12T11:00:00.000Z')), bytes('#fields\tts\tuid')],
      context,
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual(['deadLetter', 'forward', 'drop']);
  });

  it('given a record dated 2100, when processed, then it is clamped and does not move the watermark', async () => {
    const room = await open();
    const outcomes = await room.process(
      [bytes(row('2100-01-01T00:00:00.000Z')), bytes(row('2024-03-12T11:59:00.000Z'))],
      context,
    );
    expect(outcomes[0]).toMatchObject({ records: [{ value: { event: { time: NOW, flags: ['time_clamped'] } } }] });
    expect(room.watermark?.(context)).toBe(NOW - 60_000 - 10_000);
  });

  it('given only repaired times, when processed, then the watermark stays where it was', async () => {
    const room = await open();
    await room.process([bytes(row('')), bytes(row('1970-01-01T00:00:01.000Z'))], context);
    expect(room.watermark?.(context)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('given an idle partition, when told so, then the watermark follows the clock', async () => {
    const room = await open();
    expect(room.advance?.({ kind: 'idle', now: NOW }, context)).toBe(NOW - 10_000);
    expect(room.watermark?.(context)).toBe(NOW - 10_000);
  });

  it('given a replay, when the source speaks, then what is dated beyond append time takes its time', async () => {
    const room = await open({ timeSource: 'source' });
    const source = Date.UTC(2020, 0, 1);
    expect(room.advance?.({ kind: 'source', time: source }, context)).toBe(source - 10_000);
    const outcomes = await room.process(
      [bytes(row('2020-01-01T00:00:30.000Z')), bytes(row('2100-01-01T00:00:00.000Z'))],
      context,
    );
    expect(outcomes[0]).toMatchObject({ records: [{ value: { event: { time: source + 30_000, flags: [] } } }] });
    expect(outcomes[1]).toMatchObject({ records: [{ value: { event: { time: source, flags: ['time_clamped'] } } }] });
    expect(room.watermark?.(context)).toBe(source - 10_000);
    expect(room.advance?.({ kind: 'source', time: Number.POSITIVE_INFINITY }, context)).toBe(Number.POSITIVE_INFINITY);
  });
});

import { describe, expect, it } from '@jest/globals';
import { TELEMETRY_RAW } from '../domain/contracts.gen.ts';
import type { RawTelemetry } from '../domain/topic.ts';
import { memoryCodec } from '../memory/codec.ts';
import { open } from './decode.ts';

const many = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`h${i}`, Buffer.from('x')]));

async function headersOf(headers: Readonly<Record<string, Uint8Array>>) {
  const record = { key: null, value: Buffer.from('a line'), headers, partition: 0, offset: 0, timestamp: 0 };
  const opened = await open(TELEMETRY_RAW, record, memoryCodec());
  if (!opened.ok) throw new Error(opened.reason);
  return (opened.value as RawTelemetry).headers;
}

describe('the headers of a raw record', () => {
  it('are bounded in number and size', async () => {
    const headers = await headersOf({ ...many, long: Buffer.alloc(2000) });
    expect(Object.keys(headers)).toHaveLength(32);
    expect(await headersOf({ long: Buffer.alloc(2000) })).toEqual({});
  });

  it.each([
    ['behind all others', { ...many, 'tenant-id': Buffer.from('acme') }, 'acme'],
    ['too long for a name', { 'tenant-id': Buffer.from('a'.repeat(5000)) }, 'a'.repeat(1024)],
  ])('always hold the tenant: %s', async (_, headers, tenant) => {
    expect((await headersOf(headers))['tenant-id']).toBe(tenant);
  });
});

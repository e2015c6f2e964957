import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Codec, Decoded } from '../../src/ports.ts';
import { AVRO_TOPICS, sampleOf } from './samples.ts';

const [TOPIC, OTHER] = ['telemetry.signals.v1', 'telemetry.events.v1'] as const;

/** What the runner relies on, checked on the twin and on the real thing. All topics' schemas must be registered. */
export function codecContract(name: string, open: () => Promise<Codec>): void {
  describe(`codec port: ${name}`, () => {
    let codec: Codec;
    const sample = () => codec.encode(TOPIC, sampleOf(TOPIC));
    const reasonOf = async (bytes: Uint8Array, topic: string = TOPIC) => {
      const decoded: Decoded = await codec.decode(topic, bytes);
      return decoded.ok ? 'ok' : decoded.reason;
    };

    beforeAll(async () => {
      codec = await open();
    });

    it.each(AVRO_TOPICS)('gives back what was written: %s', async (topic) => {
      const bytes = codec.encode(topic, sampleOf(topic));
      expect(await codec.decode(topic, bytes)).toEqual({ ok: true, value: sampleOf(topic) });
    });

    it('writes a zero byte and the schema id before the value', () => {
      const bytes = Buffer.from(sample());
      expect(bytes[0]).toBe(0);
      expect(bytes.readUInt32BE(1)).toBeGreaterThan(0);
    });

    it('gives each topic an id of its own', () => {
      const ids = [TOPIC, OTHER].map((topic) => Buffer.from(codec.encode(topic, sampleOf(topic))).readUInt32BE(1));
      expect(ids[0]).not.toBe(ids[1]);
    });

    it('reads at once what it has read before', async () => {
      await codec.decode(TOPIC, sample());
      expect(codec.decode(TOPIC, sample())).not.toBeInstanceOf(Promise);
    });

    it('keeps longs, floats and bytes as they are', async () => {
      const topic = 'telemetry.features.v1';
      const value = { ...sampleOf(topic), vector: Buffer.from(Float32Array.of(1.5, -2).buffer), late: true };
      const event = { ...(value as unknown as { event: object }).event, time: 1_700_000_000_123, rawOffset: 2 ** 52 };
      const written = { ...value, event };
      expect(await codec.decode(topic, codec.encode(topic, written))).toEqual({ ok: true, value: written });
    });

    it('refuses to write what the contract does not carry', () => {
      expect(() => codec.encode(TOPIC, { ...sampleOf(TOPIC), score: 'high' })).toThrow();
    });

    it.each<[string, (bytes: Buffer) => Uint8Array, string]>([
      ['nothing', () => new Uint8Array(0), 'value_empty'],
      ['another magic byte', (bytes) => Buffer.concat([Buffer.of(1), bytes.subarray(1)]), 'bad_magic_byte'],
      ['less than a header', (bytes) => bytes.subarray(0, 4), 'bad_magic_byte'],
      ['an id that nobody gave out', (bytes) => withId(bytes, 0x7fffffff), 'unknown_schema'],
      ['a header alone', (bytes) => bytes.subarray(0, 5), 'avro_truncated'],
      ['a value cut short', (bytes) => bytes.subarray(0, -1), 'avro_truncated'],
      ['a byte too many', (bytes) => Buffer.concat([bytes, Buffer.of(0)]), 'avro_trailing_bytes'],
    ])('answers for %s', async (_, spoil, reason) => {
      expect(await reasonOf(spoil(Buffer.from(sample())))).toBe(reason);
    });

    it('does not read the schema of another topic, though it exists', async () => {
      expect(await reasonOf(codec.encode(OTHER, sampleOf(OTHER)))).toBe('foreign_schema');
    });

    it('reads the neighbours of a bad record', async () => {
      const good = sample();
      const reasons = await Promise.all([good, new Uint8Array(0), good].map((bytes) => reasonOf(bytes)));
      expect(reasons).toEqual(['ok', 'value_empty', 'ok']);
    });

    it('answers for any bytes, soon', async () => {
      const header = Buffer.from(sample()).subarray(0, 5);
      const property = fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        const startedAt = performance.now();
        await reasonOf(Buffer.concat([header, bytes]));
        return performance.now() - startedAt < 500;
      });
      await fc.assert(property, { numRuns: 500, seed: 3 });
    });
  });
}

function withId(bytes: Buffer, id: number): Buffer {
  const out = Buffer.from(bytes);
  out.writeUInt32BE(id, 1);
  return out;
}

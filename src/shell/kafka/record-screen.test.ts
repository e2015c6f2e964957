import { describe, expect, it } from '@jest/globals';
import Decoder from 'kafkajs/src/protocol/decoder.js';
import recordDecoder from 'kafkajs/src/protocol/recordBatch/record/v0/decoder.js';
import recordEncoder from 'kafkajs/src/protocol/recordBatch/record/v0/index.js';
import { processorMs } from '../../../test/processor-time.ts';
import { UNREADABLE_HEADER } from '../../runner/decode.ts';
import { MAX_RECORDS, placeholders, screen } from './record-screen.ts';

interface Read {
  offset: string;
  timestamp: string;
  key: Buffer | null;
  value: Buffer | null;
  headers: Record<string, Buffer>;
}

/** Reads as the library does. */
function read(bytes: Buffer, count: number): Read[] {
  const decoder = new Decoder(bytes);
  const context = { firstOffset: '100', firstTimestamp: '1000' };
  return Array.from({ length: count }, () => recordDecoder(new Decoder(decoder.readVarIntBytes()), context) as Read);
}

const written = (offsetDelta: number, value: string, headers: number) =>
  recordEncoder({
    offsetDelta,
    timestampDelta: 5,
    key: 'k',
    value,
    headers: Object.fromEntries(Array.from({ length: headers }, (_, index) => [`h${index}`, 'x'])),
  }).buffer;

describe('a record batch from a stranger', () => {
  it('passes unchanged when there is nothing wrong with it', () => {
    const batch = Buffer.concat([written(0, 'a', 2), written(1, 'b', 256)]);
    expect(screen(batch, 2, 1)).toBe(batch);
  });

  it('loses the headers of the one record that has too many, and nothing else', () => {
    const batch = Buffer.concat([written(0, 'a', 1), written(1, 'b', 257), written(2, 'c', 1)]);
    const [first, second, third] = read(screen(batch, 3, 2) ?? Buffer.alloc(0), 3);
    expect(first?.headers).toEqual({ h0: Buffer.from('x') });
    expect(second).toMatchObject({ offset: '101', timestamp: '1005', key: Buffer.from('k'), value: Buffer.from('b') });
    expect(second?.headers).toEqual({ [UNREADABLE_HEADER]: Buffer.from('too_many_headers') });
    expect(third).toMatchObject({ offset: '102', value: Buffer.from('c') });
  });

  it('is replaced by records that say why, at the same offsets', () => {
    const records = read(placeholders(3, 2, 'batch_undecompressable'), 3);
    expect(records.map(({ offset }) => offset)).toEqual(['100', '101', '102']);
    expect(records[0]).toMatchObject({ key: null, value: null });
    expect(records[2]?.headers).toEqual({ [UNREADABLE_HEADER]: Buffer.from('batch_undecompressable') });
  });

  it('is passed over as a whole when compaction has left holes', () => {
    expect(read(placeholders(2, 9, 'batch_undecompressable'), 2).map(({ offset }) => offset)).toEqual(['100', '109']);
  });

  const sound = written(0, 'a', 1);
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a length beyond the end', Buffer.from([0xff, 0xff, 0xff, 0x7f, 1])],
    ['a negative length', Buffer.from([3, 1, 2])],
    ['a length of null', Buffer.from([1])],
    ['a length of six bytes', Buffer.from([0x82, 0x80, 0x80, 0x80, 0x80, 0, 0])],
    ['random bytes', Buffer.from('b7d1409f2c7700aa', 'hex')],
    ['one record of the two', sound],
    ['a record that is cut off', Buffer.concat([Buffer.of(2), sound.subarray(1, 2)])],
    ['a time of eleven bytes', Buffer.from([30, 0, ...new Array(10).fill(0x80), 0, 0, 1, 1, 0])],
    ['a key that reads itself again', Buffer.from([16, 0, 0, 0, 7, 1, 0, 0, 0])],
    ['a header without a name', Buffer.from([16, 0, 0, 0, 1, 1, 2, 1, 1])],
    ['a value that reaches into the next record', Buffer.from([12, 0, 0, 0, 1, 60, 0, ...new Array(40).fill(0)])],
    ['an offset beyond the batch', written(7, 'a', 1)],
  ])('is no batch of its header when it holds %s', (_, bytes) => {
    expect(screen(bytes, 2, 5)).toBeNull();
  });

  it('is passed over in no time, however many records it claims', () => {
    const startedAt = processorMs();
    expect(placeholders(MAX_RECORDS, MAX_RECORDS - 1, 'batch_malformed').length).toBeLessThan(10_000_000);
    expect(processorMs() - startedAt).toBeLessThan(500);
  });
});

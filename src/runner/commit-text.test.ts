import { describe, expect, it } from '@jest/globals';
import { commitText, parseCommit } from './commit-text.ts';
import { newRecord } from './record.ts';

const record = (senders: number) => ({
  ...newRecord('features', 'telemetry.events.v1', 0, 7),
  marks: Object.fromEntries(Array.from({ length: senders }, (_, i) => [`intake/${i}`, [123_456_789, 0] as const])),
});

describe('the text beside a commit', () => {
  it('comes back as it was written', () => {
    expect(parseCommit(commitText(record(2)))).toEqual({ rebuildFrom: 7, marks: record(2).marks });
  });

  it('leaves the marks out where they are too many for Kafka', () => {
    expect(parseCommit(commitText(record(100))).marks).toEqual(record(100).marks);
    expect(Buffer.byteLength(commitText(record(1000)))).toBeLessThanOrEqual(4096);
    expect(parseCommit(commitText(record(1000)))).toEqual({ rebuildFrom: 7, marks: {} });
  });

  it.each(['', 'x', 'null', '{}', '{"rebuildFrom":"1"}', '[]', '{"marks":{"a/0":[1]}}', '{"marks":{"a/0":["1",2]}}'])(
    'reads all again when it says %s',
    (text) => {
      expect(parseCommit(text)).toEqual({ rebuildFrom: 0, marks: {} });
    },
  );
});

import { describe, expect, it } from '@jest/globals';
import { clockCodec } from './clock-codec.ts';
import { STOPPED } from './event-time.ts';

describe('the codec of the clock', () => {
  it.each([
    ['stopped', STOPPED],
    ['running', { watermark: 1_700_000_000_000, source: null }],
    ['in a replay', { watermark: 1_700_000_000_000, source: 1_700_000_010_000 }],
    ['ended', { watermark: Number.POSITIVE_INFINITY, source: Number.POSITIVE_INFINITY }],
  ])('given a clock that is %s, when written and read, then it is the same', (_, clock) => {
    expect(clockCodec.decode(clockCodec.encode(clock))).toEqual(clock);
  });

  it('given a state of a newer version, when read, then the error names both versions', () => {
    const newer = new TextEncoder().encode('{"version":2,"watermark":"1","source":""}');
    expect(() => clockCodec.decode(newer)).toThrow(/version 2.*up to 1/);
  });
});

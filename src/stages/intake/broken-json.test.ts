import { describe, expect, it } from '@jest/globals';
import { recognisedEvent as event } from '../../../test/fixtures/recognised.ts';

const AT = '2024-03-12T12:01:11.000Z';

describe('JSON that was cut off', () => {
  it('given the start of an object, when read, then the line is kept and flagged', () => {
    const line = `{"ts":"${AT}","host":"web-1","chan`;
    expect(event(line)).toMatchObject({ format: 'plain', flags: ['json_broken'], fields: { message: line } });
  });

  it('given it in the message of a shipper, when read, then the document is kept and flagged', () => {
    const document = { timestamp: AT, user: 'anna', message: '{"user":"ev' };
    expect(event(document)).toMatchObject({ format: 'json', user: 'anna', flags: ['json_broken'] });
  });

  it.each(['{main} started', '[{"a":1}', 'the object {"a":1}'])(
    'given %j, when read, then nothing is flagged',
    (line) => {
      expect(event(line)).toMatchObject({ format: 'plain', flags: [] });
    },
  );

  it('given a whole object and the hint that it is plain, when read, then nothing is flagged', () => {
    expect(event('{"a":1}', { format: 'plain' })).toMatchObject({ format: 'plain', flags: [] });
  });
});

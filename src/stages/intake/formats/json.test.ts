import { describe, expect, it } from '@jest/globals';
import { NO_ENVELOPE } from '../envelope.ts';
import { json } from './json.ts';

const map = (value: Record<string, unknown>) =>
  json.map({ text: '', json: value, hint: '', envelope: { ...NO_ENVELOPE, host: 'shipper', time: 5 }, reference: 0 });

describe('any other JSON', () => {
  it('given the usual names, when mapped, then the facts are read and all of it is tainted', () => {
    const event = {
      time: '2024-03-12T12:00:03Z',
      hostname: 'web-1',
      user: 'anna',
      client_ip: '10.0.0.9',
      nested: { a: 1 },
    };
    expect(map(event)).toMatchObject({
      time: Date.UTC(2024, 2, 12, 12, 0, 3),
      class: 'log',
      host: 'web-1',
      user: 'anna',
      srcIp: '10.0.0.9',
      fields: { 'nested.a': '1' },
      tainted: ['time', 'hostname', 'user', 'client_ip', 'nested.a'],
    });
  });

  it('given nothing that is known, when mapped, then the shipper speaks', () => {
    expect(map({ x: 1 })).toMatchObject({ time: 5, host: 'shipper', user: '' });
  });
});

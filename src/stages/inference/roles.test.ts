import { describe, expect, it } from '@jest/globals';
import { eventCore } from '../../../test/fixtures/event-core.ts';
import { rolesOf } from './roles.ts';

const told = (change: Parameters<typeof eventCore>[0]) =>
  rolesOf(eventCore(change)).map(({ role, entity, owner }) => `${role}:${entity}${owner ? ' owns' : ''}`);

describe('rolesOf', () => {
  it.each([
    [
      'host, user and address of one event',
      { host: 'WS1', user: 'CORP\\Alice', srcIp: '10.0.0.5' },
      ['host:ws1 owns', 'user:alice', 'address:10.0.0.5'],
    ],
    [
      'a user where there is no host',
      { user: 'alice@corp.example', srcIp: '8.8.8.8' },
      ['user:alice owns', 'address:8.8.8.8'],
    ],
    ['the internal end of a pair', { srcIp: '203.0.113.9', dstIp: '10.0.0.7' }, ['address:10.0.0.7 owns']],
    ['the source when both are internal', { srcIp: '10.0.0.8', dstIp: '10.0.0.7' }, ['address:10.0.0.8 owns']],
    ['the source when none is', { srcIp: '203.0.113.9', dstIp: '198.51.100.1' }, ['address:203.0.113.9 owns']],
    [
      'the destination when the source is no machine',
      { srcIp: '127.0.0.1', dstIp: '198.51.100.1' },
      ['address:198.51.100.1 owns'],
    ],
    [
      'nobody when no end is a machine',
      { srcIp: '0.0.0.0', dstIp: '224.0.0.251', observer: 'Sensor-1' },
      ['none:sensor-1 owns'],
    ],
    ['nobody of an event about nobody', {}, ['none: owns']],
  ])('%s', (_, event, expected) => {
    expect(told(event)).toEqual(expected);
  });

  it.each([
    'SYSTEM',
    'NT AUTHORITY\\LOCAL SERVICE',
    'NETWORK SERVICE',
    'WS1$',
    '-',
    '',
    'ANONYMOUS LOGON',
    'Window Manager\\DWM-3',
    'UMFD-0',
  ])('no user role for %s', (user) => {
    expect(told({ host: 'ws1', user })).toEqual(['host:ws1 owns']);
  });

  it('cuts an entity that an attacker made long', () => {
    expect(rolesOf(eventCore({ host: 'x'.repeat(100_000) }))[0]?.entity).toHaveLength(256);
  });
});

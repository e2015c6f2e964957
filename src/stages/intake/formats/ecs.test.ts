import { describe, expect, it } from '@jest/globals';
import { NO_ENVELOPE } from '../envelope.ts';
import { ecs } from './ecs.ts';

const candidate = (json: Record<string, unknown>) => ({
  text: '',
  json,
  hint: '',
  envelope: NO_ENVELOPE,
  reference: 0,
});
const NESTED = {
  '@timestamp': '2024-03-12T12:00:03.130Z',
  event: { category: ['process'], type: ['start'], action: 'exec', outcome: 'success', id: 'e-1' },
  host: { name: 'web-1', os: { type: 'linux' } },
  user: { name: 'anna' },
  process: { executable: '/bin/sh', args: ['sh', '-c', 'id'], parent: { executable: '/usr/sbin/sshd' } },
};

describe('ECS', () => {
  it.each([
    ['nested', NESTED],
    [
      'dotted',
      {
        '@timestamp': NESTED['@timestamp'],
        'event.category': 'process',
        'event.type': 'start',
        'event.action': 'exec',
        'event.outcome': 'success',
        'event.id': 'e-1',
        'host.name': 'web-1',
        'host.os.type': 'linux',
        'user.name': 'anna',
        'process.executable': '/bin/sh',
        'process.command_line': 'sh -c id',
        'process.parent.executable': '/usr/sbin/sshd',
      },
    ],
  ])('given a %s process event, when mapped, then its facts are known', (_, json) => {
    expect(ecs.recognises(candidate(json))).toBe(true);
    expect(ecs.map(candidate(json))).toMatchObject({
      time: Date.UTC(2024, 2, 12, 12, 0, 3, 130),
      class: 'process',
      action: 'exec',
      outcome: 'success',
      id: 'e-1',
      host: 'web-1',
      user: 'anna',
      process: '/bin/sh',
      parent: '/usr/sbin/sshd',
      commandLine: 'sh -c id',
      logsource: { product: 'linux', category: 'process_creation' },
    });
  });

  it.each([
    ['a DNS question', { event: { category: ['network'] }, dns: { question: { name: 'a.example' } } }, 'dns'],
    ['an alert', { event: { kind: 'alert', category: ['process'] } }, 'finding'],
    ['a logon', { event: { category: ['authentication'], outcome: 'failure' }, source: { ip: '10.0.0.9' } }, 'auth'],
    ['a category of tomorrow', { event: { category: ['toString'] } }, 'other'],
  ])('given %s, when mapped, then its class is known', (_, json, of) => {
    expect(ecs.map(candidate({ '@timestamp': NESTED['@timestamp'], ...json }))?.class).toBe(of);
  });

  it.each([
    ['an alert', { event: { kind: 'alert', code: 'x' }, rule: { id: 'W-Sys-Cav' } }, 'ecs:alert:W-Sys-Cav'],
    ['an alert of a rule with a name alone', { event: { kind: 'signal' }, rule: { name: 'Scan' } }, 'ecs:alert:Scan'],
    ['an alert of no rule', { event: { kind: 'alert', code: 'x' } }, 'ecs:x'],
    ['an event that a rule is named in', { event: { category: ['file'], code: 'x' }, rule: { id: 'r' } }, 'ecs:x'],
  ])('given %s, when mapped, then its code is told', (_, json, code) => {
    expect(ecs.map(candidate({ '@timestamp': NESTED['@timestamp'], ...json }))?.code).toBe(code);
  });

  it('given a document that only a shipper filled in, when looked at, then it is no ECS event', () => {
    const shipped = {
      '@timestamp': NESTED['@timestamp'],
      message: 'x',
      ecs: { version: '8.0' },
      event: { original: 'x' },
    };
    expect(ecs.recognises(candidate(shipped))).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { noFields } from '../line.ts';
import { readSshd } from './sshd.ts';

const read = (message: string) => readSshd(message, noFields());

it.each([
  ['Accepted password for alice from 10.0.0.9 port 58967 ssh2', 'success', 'alice', '10.0.0.9', 58_967],
  ['Accepted publickey for alice from fe80::1%eth0 port 22 ssh2: RSA SHA256:abc', 'success', 'alice', 'fe80::1', 22],
  ['Failed password for root from 203.0.113.9 port 51322 ssh2', 'failure', 'root', '203.0.113.9', 51_322],
  [
    'Failed password for invalid user admin from 203.0.113.9 port 51322 ssh2',
    'failure',
    'admin',
    '203.0.113.9',
    51_322,
  ],
  ['Failed none for invalid user  from 203.0.113.9 port 1 ssh2', 'failure', '', '203.0.113.9', 1],
  [
    'User mallory from 203.0.113.9 not allowed because not listed in AllowUsers',
    'failure',
    'mallory',
    '203.0.113.9',
    0,
  ],
])('%s', (message, outcome, user, srcIp, srcPort) => {
  expect(read(message)).toMatchObject({ class: 'auth', action: 'logon', outcome, user, srcIp, srcPort });
});

describe('a user name that lies', () => {
  it.each([
    [
      'Failed password for invalid user root from 1.2.3.4 port 22 ssh2 from 203.0.113.9 port 51322 ssh2',
      'root from 1.2.3.4 port 22 ssh2',
    ],
    ['Invalid user x from 8.8.8.8 from 203.0.113.9 port 51322', 'x from 8.8.8.8'],
    ['Connection closed by invalid user a b port 1 203.0.113.9 port 51322 [preauth]', 'a b port 1'],
  ])('%s', (message, user) => {
    const facts = read(message);
    expect(facts).toMatchObject({ user, srcIp: '203.0.113.9', srcPort: 51_322 });
    expect(facts?.tainted).toContain('user');
  });
});

it.each([
  [
    'Connection from 10.0.0.9 port 64952 on 192.168.20.20 port 22',
    { action: 'connect', srcIp: '10.0.0.9', dstIp: '192.168.20.20', dstPort: 22 },
  ],
  ['Connection closed by 10.0.0.9 port 64952 [preauth]', { action: 'disconnect', srcIp: '10.0.0.9', srcPort: 64_952 }],
  [
    'Connection closed by authenticating user bob 10.0.0.9 port 7 [preauth]',
    { action: 'disconnect', user: 'bob', srcPort: 7 },
  ],
  ['Disconnected from user bob 10.0.0.9 port 7', { action: 'disconnect', user: 'bob', srcIp: '10.0.0.9' }],
  [
    'Received disconnect from 10.0.0.9 port 7:11: Bye Bye [preauth]',
    { action: 'disconnect', srcIp: '10.0.0.9', srcPort: 7 },
  ],
  [
    "Bad protocol version identification 'GET /' from 10.0.0.9 port 7",
    { action: 'bad_banner', srcIp: '10.0.0.9', srcPort: 7 },
  ],
  ['Did not receive identification string from 10.0.0.9 port 7', { action: 'connect', srcIp: '10.0.0.9', srcPort: 7 }],
])('%s', (message, facts) => {
  expect(read(message)).toMatchObject({ class: 'network', ...facts });
});

it('counts too many attempts as a failed logon of its own kind', () => {
  const message =
    'error: maximum authentication attempts exceeded for invalid user admin from 10.0.0.9 port 22 ssh2 [preauth]';
  expect(read(message)).toMatchObject({
    class: 'auth',
    action: 'lockout',
    outcome: 'failure',
    user: 'admin',
    srcIp: '10.0.0.9',
  });
});

it.each(['Server listening on :: port 22.', 'Accepted', 'Failed ', 'Connection from ', ''])(
  '%j tells of no address',
  (message) => {
    expect(read(message)?.srcIp ?? '').toBe('');
  },
);

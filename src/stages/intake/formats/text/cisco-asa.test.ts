import { describe, expect, it } from '@jest/globals';
import { lineCandidate } from '../../../../../test/fixtures/text-candidate.ts';
import { ciscoAsa } from './cisco-asa.ts';

const map = (text: string) => ciscoAsa.map(lineCandidate(text, 'cisco_asa', { host: 'FW-LR' }));
const say = (message: string) => map(`<166>May 14 12:00:06 FW1 ${message}`);
const route = (srcIp: string, srcPort: number, dstIp: string, dstPort: number) => ({ srcIp, srcPort, dstIp, dstPort });

it('reads a connection; of traffic the firewall is the observer', () => {
  const event = say(
    '%ASA-6-302013: Built inbound TCP connection 1207014 for outside:195.213.199.252/23725 (195.213.199.252/23725) to dmz:10.44.30.10/445 (45.83.220.5/445)',
  );
  expect(event).toMatchObject({
    time: Date.UTC(2024, 4, 14, 12, 0, 6),
    class: 'network',
    action: 'connect',
    outcome: 'success',
    host: '',
    observer: 'FW1',
    ...route('195.213.199.252', 23_725, '10.44.30.10', 445),
    code: '302013',
    logsource: { product: 'cisco', category: 'firewall', service: 'asa' },
    fields: {
      message_id: '302013',
      severity: '6',
      protocol: 'tcp',
      direction: 'inbound',
      src_interface: 'outside',
      dst_interface: 'dmz',
      dst_ip: '10.44.30.10',
    },
  });
});

describe('who asked whom', () => {
  const inside = 'inside:10.0.0.5';
  const outside = 'outside:198.51.100.44';
  it.each([
    // The firewall names the outside first, also where the inside began.
    [
      `Built outbound TCP connection 9 for ${outside}/443 (x) to ${inside}/51772 (x)`,
      route('10.0.0.5', 51_772, '198.51.100.44', 443),
    ],
    [
      `Built outbound TCP connection 9 for ${outside}/8256 (x) to ${inside}/1772 (x)`,
      route('10.0.0.5', 1772, '198.51.100.44', 8256),
    ],
    [
      `Built outbound UDP connection 9 for dmz:10.0.1.1/39163 (x) to ${inside}/53 (x)`,
      route('10.0.1.1', 39_163, '10.0.0.5', 53),
    ],
    [
      `Built inbound TCP connection 9 for ${outside}/40000 (x) to ${inside}/8080 (x)`,
      route('198.51.100.44', 40_000, '10.0.0.5', 8080),
    ],
    [
      `Teardown TCP connection 9 for ${outside}/443 to ${inside}/51772 duration 0:00:01 bytes 7 TCP FINs`,
      route('10.0.0.5', 51_772, '198.51.100.44', 443),
    ],
    [
      `Teardown TCP connection 9 for ${inside}/51772 to ${outside}/443 duration 0:00:01 bytes 7 TCP FINs`,
      route('10.0.0.5', 51_772, '198.51.100.44', 443),
    ],
    [
      `Teardown TCP connection 9 for ${outside}/8443 to ${inside}/51772 duration 0:00:01 bytes 7`,
      route('10.0.0.5', 51_772, '198.51.100.44', 8443),
    ],
  ])('%s', (text, expected) => {
    expect(say(`%ASA-6-302013: ${text}`)).toMatchObject(expected);
  });
});

it('tells a connection that was never answered from one that ended', () => {
  const end = (reason: string) =>
    say(
      `%ASA-6-302014: Teardown TCP connection 9 for outside:1.2.3.4/5000 to dmz:10.0.0.5/23 duration 0:00:17 bytes 0 ${reason}`,
    );
  expect(end('SYN Timeout')).toMatchObject({
    action: 'disconnect',
    outcome: 'failure',
    fields: { duration: '0:00:17', bytes: '0', reason: 'SYN Timeout' },
  });
  expect(end('TCP FINs')).toMatchObject({ action: 'disconnect', outcome: 'unknown' });
});

it.each([
  [
    '%ASA-4-106023: Deny tcp src inside:10.44.10.24/56709 dst dmz:10.44.30.10/443 by access-group "inside in" [0x0, 0x0]',
    route('10.44.10.24', 56_709, '10.44.30.10', 443),
  ],
  [
    '%ASA-4-106023: Deny icmp src outside:203.0.113.9 dst inside:10.0.0.5 (type 8, code 0) by access-group "x" [0x0, 0x0]',
    route('203.0.113.9', 0, '10.0.0.5', 0),
  ],
  [
    '%ASA-4-106100: access-list acl denied tcp outside/203.0.113.9(1234) -> inside/10.0.0.5(22) hit-cnt 1 first hit [0x1]',
    route('203.0.113.9', 1234, '10.0.0.5', 22),
  ],
  [
    '%ASA-4-106100: access-list acl denied tcp outside/203.0.113.9(1234) (bob) -> inside/10.0.0.5(22) hit-cnt 1',
    route('203.0.113.9', 1234, '10.0.0.5', 22),
  ],
  [
    '%ASA-2-106001: Inbound TCP connection denied from 203.0.113.9/1234 to 10.0.0.5/22 flags SYN  on interface outside',
    route('203.0.113.9', 1234, '10.0.0.5', 22),
  ],
  [
    '%ASA-2-106006: Deny inbound UDP from 203.0.113.9/1234 to 10.0.0.5/53 on interface outside',
    route('203.0.113.9', 1234, '10.0.0.5', 53),
  ],
  [
    '%ASA-6-106015: Deny TCP (no connection) from 203.0.113.9/1234 to 10.0.0.5/22 flags RST  on interface outside',
    route('203.0.113.9', 1234, '10.0.0.5', 22),
  ],
  [
    '%ASA-3-710003: TCP access denied by ACL from 203.0.113.9/1234 to outside:203.0.113.5/22',
    route('203.0.113.9', 1234, '203.0.113.5', 22),
  ],
])('denies: %s', (message, expected) => {
  expect(say(message)).toMatchObject({ class: 'network', action: 'deny', outcome: 'failure', ...expected });
});

it.each([
  [
    '%ASA-6-106100: access-list acl permitted udp inside/10.0.0.5(5000) -> outside/8.8.8.8(53) hit-cnt 1',
    { action: 'permit', outcome: 'success', dstPort: 53 },
  ],
  [
    '%ASA-6-302020: Built inbound ICMP connection for faddr 123.228.140.167/8 gaddr 45.83.220.5/0 laddr 45.83.220.5/0',
    { srcIp: '123.228.140.167', dstIp: '45.83.220.5' },
  ],
  [
    '%ASA-6-302020: Built outbound ICMP connection for faddr 8.8.8.8/0 gaddr 45.83.220.5/1 laddr 10.0.0.5/1',
    { srcIp: '10.0.0.5', dstIp: '8.8.8.8' },
  ],
  [
    '%ASA-6-305011: Built dynamic TCP translation from inside:10.44.20.30/59642 to outside:45.83.220.1/31840',
    { action: 'nat_build', srcIp: '10.44.20.30', fields: { mapped_ip: '45.83.220.1', protocol: 'tcp' } },
  ],
  [
    '%ASA-6-305012: Teardown dynamic UDP translation from inside:10.44.20.30/59642 to outside:45.83.220.1/31840 duration 0:00:01',
    { action: 'nat_teardown' },
  ],
])('%s', (message, facts) => {
  expect(say(message)).toMatchObject({ class: 'network', ...facts });
});

it.each([
  [
    '%ASA-6-113004: AAA user authentication Successful : server =  10.0.0.2 : user = bob',
    { outcome: 'success', user: 'bob' },
  ],
  [
    '%ASA-6-113005: AAA user authentication Rejected : reason = AAA failure : server = 10.0.0.2 : user = bob : user IP = 203.0.113.9',
    { outcome: 'failure', user: 'bob', srcIp: '203.0.113.9' },
  ],
  [
    '%ASA-6-113012: AAA user authentication Successful : local database : user = bob',
    { outcome: 'success', user: 'bob' },
  ],
  [
    '%ASA-6-113015: AAA user authentication Rejected : reason = Invalid password : local database : user = bob : user IP = 203.0.113.9',
    { outcome: 'failure', user: 'bob' },
  ],
  [
    '%ASA-6-716001: Group <Dflt> User <bob> IP <203.0.113.9> WebVPN session started.',
    { action: 'session_open', user: 'bob', srcIp: '203.0.113.9' },
  ],
  [
    '%ASA-6-716002: Group <Dflt> User <bob> IP <203.0.113.9> WebVPN session terminated: User Requested.',
    { action: 'session_close' },
  ],
  [
    '%ASA-6-716039: Group <Dflt> User <bob> IP <203.0.113.9> Authentication: rejected, Session Type: WebVPN.',
    { action: 'logon', outcome: 'failure' },
  ],
  [
    '%ASA-4-113019: Group = G, Username = bob, IP = 203.0.113.9, Session disconnected. Session Type: SSL, Duration: 0h:01m, Reason: User Requested',
    { action: 'session_close', user: 'bob' },
  ],
  [
    '%ASA-6-605004: Login denied from 203.0.113.9/5522 to outside:10.0.0.1/ssh for user "admin"',
    { outcome: 'failure', user: 'admin', ...route('203.0.113.9', 5522, '10.0.0.1', 22) },
  ],
  [
    '%ASA-6-605005: Login permitted from 10.0.0.9/5522 to inside:10.0.0.1/https for user "admin"',
    { outcome: 'success', user: 'admin', dstPort: 443 },
  ],
  [
    '%ASA-5-611102: User authentication failed: IP address: 10.0.0.9, Uname: bob',
    { outcome: 'failure', user: 'bob', srcIp: '10.0.0.9' },
  ],
])('login: %s', (message, facts) => {
  expect(say(message)).toMatchObject({ class: 'auth', host: 'FW1', ...facts });
});

it.each([
  [
    "%ASA-5-111008: User 'enable_15' executed the 'write memory' command.",
    { class: 'process', user: 'enable_15', commandLine: 'write memory' },
  ],
  [
    "%ASA-5-111010: User 'admin', running 'CLI' from IP 10.0.0.9, executed 'no logging enable'",
    { class: 'process', user: 'admin', srcIp: '10.0.0.9', commandLine: 'no logging enable' },
  ],
  ['%ASA-5-502103: User priv level changed: Uname: bob From: 1 To: 15', { class: 'account', user: 'bob' }],
  ['%ASA-4-733100: [ Scanning] drop rate-1 exceeded.', { class: 'finding' }],
  [
    '%ASA-4-400014: IDS:2004 ICMP echo request from 203.0.113.9 to 10.0.0.5 on interface outside',
    { class: 'finding', srcIp: '203.0.113.9', dstIp: '10.0.0.5' },
  ],
  ['%FTD-6-199999: something new', { class: 'log', code: '199999', tainted: ['message'], host: 'FW1' }],
])('%s', (message, facts) => {
  expect(say(message)).toMatchObject(facts);
});

it('takes the host of the shipper where the line names none', () => {
  expect(map("<166>May 14 2024 12:00:06: %ASA-5-111008: User 'a' executed the 'b' command.")).toMatchObject({
    host: 'FW-LR',
  });
});

it.each(['%ASA-6-30201: x', '%ASA-6: x', '%ASA-302013', '<166>May 14 12:00:06 FW app: %ASA-x', ''])(
  'refuses %j',
  (line) => {
    expect(map(line)).toBeNull();
  },
);

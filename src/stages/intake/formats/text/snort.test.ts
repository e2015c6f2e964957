import { expect, it } from '@jest/globals';
import { lineCandidate } from '../../../../../test/fixtures/text-candidate.ts';
import { snort } from './snort.ts';

const map = (text: string) => snort.map(lineCandidate(text, 'snort_alert', { host: 'ids1' }));

it('reads a fast alert; the sensor is the observer', () => {
  const line =
    '05/14-13:30:42.587 [**] [1:2012887:2] ET WEB_SERVER Possible CRLF [**] [Classification: web-application-attack] [Priority: 2] {TCP} 39.179.152.65:55216 -> 45.83.220.5:80';
  expect(map(line)).toMatchObject({
    time: Date.UTC(2024, 4, 14, 13, 30, 42, 587),
    class: 'finding',
    action: 'alert',
    host: '',
    observer: 'ids1',
    srcIp: '39.179.152.65',
    srcPort: 55_216,
    dstIp: '45.83.220.5',
    dstPort: 80,
    code: '1:2012887',
    logsource: { product: 'snort', category: 'ids', service: '' },
    fields: {
      gid: '1',
      sid: '2012887',
      rev: '2',
      msg: 'ET WEB_SERVER Possible CRLF',
      classification: 'web-application-attack',
      priority: '2',
      proto: 'tcp',
    },
    tainted: [],
  });
});

it.each([
  ['05/14-12:02:05.860 [**] [1:382:1] PING [**] [Priority: 3] {ICMP} 1.2.3.4 -> 5.6.7.8', '1.2.3.4', 0, '5.6.7.8', 0],
  [
    '05/14-12:02:05.860  [**] [1:1:1] x [**] [Priority: 3] {UDP} fe80::1:546 -> ff02::1:547',
    'fe80::1',
    546,
    'ff02::1',
    547,
  ],
  [
    '05/14/2024-12:02:05.860102  [**] [1:1:1] x [**] [Classification: (null)] [Priority: 3] {IPv6-ICMP} fe80::1 -> ff02::1',
    'fe80::1',
    0,
    'ff02::1',
    0,
  ],
  ['05/14/24-12:02:05.860102  [**] [1:1:1] x {y} [**] {TCP} 1.2.3.4:5 -> 5.6.7.8:9', '1.2.3.4', 5, '5.6.7.8', 9],
])('%s', (line, srcIp, srcPort, dstIp, dstPort) => {
  expect(map(line)).toMatchObject({ srcIp, srcPort, dstIp, dstPort });
});

it.each([
  '05/14-12:02:05.860 [**] [1:382:1] PING [**] [Priority: 3] {ICMP} 1.2.3.4',
  '05/14-12:02:05.860 [**] [1:382] PING [**] {ICMP} 1.2.3.4 -> 5.6.7.8',
  '05/14-12:02:05.860 no mark',
  '99/99-12:02:05.860 [**] [1:382:1] PING [**] {ICMP} 1.2.3.4 -> 5.6.7.8',
  '',
])('refuses %j', (line) => {
  expect(map(line)).toBeNull();
});

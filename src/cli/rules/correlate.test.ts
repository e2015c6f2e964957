import { describe, expect, it } from '@jest/globals';
import { harness, ruleOf } from './harness.fixture.ts';

const MANY = `title: many\nid: many\ncorrelation:
  type: event_count
  rules: [fail]
  group-by: [user]
  timespan: 1m
  condition: {gte: 2}
`;
const QUIET = `title: quiet\nid: quiet\ncorrelation: {type: absence, rules: [fail, ok], group-by: [user], timespan: 1m}\n`;
const RULES = [ruleOf('fail', 'x'), ruleOf('ok', 'y'), MANY].join('---\n');
const line = (second: number, f: unknown, more: object = { user: 'ann' }) =>
  JSON.stringify({ timestamp: `2026-03-01T00:00:${String(second).padStart(2, '0')}Z`, f, ...more });

describe('vedette rules correlate', () => {
  const { rules, at, lines, err } = harness();
  const correlate = (path: string, events: string, ...more: readonly string[]) =>
    rules('correlate', '--rules', path, '--events', events, ...more);
  const flat = ['--logsource', 'category=C'];

  it('given flat events in any order, then it writes the first firing of a group', async () => {
    const events = at(
      'e.ndjson',
      [line(9, 'x'), line(1, 'X'), line(5, 'y'), line(10, 'x'), line(11, 'x', {})].join('\n'),
    );
    expect(await correlate(at('r.yml', RULES), events, ...flat)).toBe(0);
    expect(lines()).toEqual(['{"rule":"many","group":{"user":"ann"},"event":0}']);
  });

  it('given absences, then it tells them at the end of the file', async () => {
    const path = at('r.yml', `${RULES}---\n${QUIET}`);
    const events = at('e.ndjson', `${line(1, 'x')}\n${line(2, 'y')}\n${line(3, 'x', { user: 'bob' })}\n`);
    expect(await correlate(path, events, ...flat)).toBe(0);
    expect(lines()).toEqual(['{"rule":"quiet","group":{"user":"bob"},"event":2}']);
  });

  it('given another time field, then it reads that', async () => {
    const events = at(
      'e.ndjson',
      [1, 2].map((ms) => JSON.stringify({ f: 'x', user: 'ann', at: 1_700_000_000_000 + ms })).join('\n'),
    );
    expect(await correlate(at('r.yml', RULES), events, ...flat, '--time-field', 'at')).toBe(0);
    expect(lines()).toHaveLength(1);
  });

  it('given raw telemetry, then it is read as intake does', async () => {
    const login = (second: number) =>
      `2026-03-01T00:00:0${second}Z web1 sshd[1]: Failed password for root from 10.0.0.9 port 22 ssh2`;
    const rule =
      'title: fail\nid: fail\nlogsource: {product: linux}\ndetection: {keywords: [Failed password], condition: keywords}\n';
    const many = MANY.replace('  group-by: [user]\n', '');
    expect(await correlate(at('r.yml', `${rule}---\n${many}`), at('auth.log', `${login(1)}\n${login(2)}\n`))).toBe(0);
    expect(lines()).toEqual(['{"rule":"many","group":{},"event":1}']);
  });

  it('given lines without an object or a time, then it names them, goes on, and ends with 1', async () => {
    const events = at('e.ndjson', ['{', '[]', '{"f":"x"}', line(1, 'x'), line(2, 'x')].join('\n'));
    expect(await correlate(at('r.yml', RULES), events, ...flat)).toBe(1);
    expect(lines()).toHaveLength(1);
    expect(err()).toContain('e.ndjson:1: no JSON object');
    expect(err()).toContain('e.ndjson:3: no time in the field timestamp');
    expect(err()).toContain('3 lines are no events');
  });

  it('given no correlation, then it says so', async () => {
    expect(await correlate(at('r.yml', ruleOf('fail', 'x')), at('e.ndjson', ''))).toBe(2);
    expect(err()).toContain('no correlation could be loaded');
  });

  it.each(['host=x', 'category', 'category=', ''])(
    'given the log source %j, then it says how one is written',
    async (source) => {
      expect(await correlate(at('r.yml', RULES), at('e.ndjson', ''), '--logsource', source)).toBe(2);
      expect(err()).toContain('take category=NAME');
    },
  );

  it('given a folder to check, then its correlations are counted', async () => {
    expect(await rules('check', at('r.yml', RULES))).toBe(0);
    expect(err()).toContain('2 rules, 1 correlations, no faults');
  });
});

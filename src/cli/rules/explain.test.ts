import { describe, expect, it } from '@jest/globals';
import { harness, preparedLine, ruleOf } from './harness.fixture.ts';

describe('vedette rules explain', () => {
  const { rules, at, err, lines } = harness();
  const explain = (rule: string, event: string, id = 'one', format = 'prepared') =>
    rules('explain', '--rules', at('r.yml', rule), '--rule', id, '--event', event, '--format', format);

  it('given an event that matches, then the tree says why', async () => {
    const event = at('e.ndjson', `${preparedLine(0, { f: 'y' })}\n${preparedLine(1, { f: 'X' })}\n`);
    expect(await explain(ruleOf('one', 'x'), `${event}:2`)).toBe(0);
    expect(lines()).toEqual([
      'one (one) matches',
      'log source {"category":"c"} fits',
      "f is 'x'; the event has 'X': holds",
      "decided by: f is 'x'; the event has 'X': holds",
    ]);
  });

  it('given an event that does not match, then it says what failed first', async () => {
    const rule = ruleOf('one', "x, g: [1, 2], h: y\n  t: ['word'")
      .replace('h: y\n', 'h: y}\n')
      .replace("word'}", "word']");
    const event = at('e.ndjson', preparedLine(0, { f: 'x', h: 'y' }));
    expect(await explain(rule.replace('condition: s', 'condition: s and not t'), `${event}:1`)).toBe(0);
    expect(lines()).toEqual([
      'one (one) does not match',
      'log source {"category":"c"} fits',
      'all of: does not hold',
      '  all of: does not hold',
      "    f is 'x'; the event has 'x': holds",
      '    g is 1 or 2; the event has no such field: does not hold',
      "    h is 'y'; the event has 'y': holds",
      '  not: holds',
      "    any value is '*word*'; the event has 2 values: does not hold",
      'failed at: g is 1 or 2; the event has no such field: does not hold',
    ]);
  });

  it('given another log source, then it says so', async () => {
    const event = at('e.ndjson', preparedLine(0, { f: 'x' }, 'd'));
    expect(await explain(ruleOf('one', 'x'), `${event}:1`)).toBe(0);
    expect(lines().slice(0, 2)).toEqual([
      'one (one) does not match',
      'log source {"category":"c"} does not fit: the event has {"category":"d"}',
    ]);
  });

  it('given hostile values, then they are escaped and cut', async () => {
    const event = at('e.ndjson', preparedLine(0, { f: `\u001b[2J${'a'.repeat(10_000)}` }));
    expect(await explain(ruleOf('one', 'x'), `${event}:1`)).toBe(0);
    expect(lines()[2]).toMatch(/^f is 'x'; the event has '\\u\{1b\}\[2Ja{190,200}…: does not hold$/);
  });

  it('given raw telemetry, then a line is read as intake reads it', async () => {
    const log = at('web.log', '198.51.100.7 - - [10/Jan/2026:10:00:01 +0000] "GET /a HTTP/1.1" 404 12 "-" "curl"\n');
    const rule = ruleOf('one', 'x').replace('category: c', 'category: webserver').replace('f: x', 'sc-status: 404');
    expect(await explain(rule, `${log}:1`, 'one', 'auto')).toBe(0);
    expect(lines()[0]).toBe('one (one) matches');
  });

  const CORRELATION =
    'title: many\nid: many\ncorrelation: {type: event_count, rules: [one], timespan: 1m, condition: {gte: 3}}\n';
  it.each([
    ['other', 'e.ndjson:1', 2, 'there is no rule other'],
    ['many', 'e.ndjson:1', 2, 'many is a correlation: explain one of its rules, one'],
    ['one', 'e.ndjson', 2, 'take FILE:LINE'],
    ['one', 'e.ndjson:9', 2, 'there is no such line'],
    ['one', 'e.ndjson:2', 1, 'not a prepared event'],
    ['one', 'e.ndjson:1.2', 2, 'there is no such line'],
  ])('given rule %s and event %s, then it ends with %i: %s', async (id, place, code, message) => {
    const path = at('e.ndjson', `${preparedLine(0, { f: 'x' })}\n{\n`);
    const event = path.replace('e.ndjson', place);
    expect(await explain(`${ruleOf('one', 'x')}---\n${CORRELATION}`, event, id)).toBe(code);
    expect(err()).toContain(message);
  });
});

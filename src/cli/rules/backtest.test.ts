import { describe, expect, it } from '@jest/globals';
import { harness, preparedLine, ruleOf } from './harness.fixture.ts';

describe('vedette rules backtest', () => {
  const { rules, at, out, err, lines } = harness();
  const backtest = (before: string, now: string, events: readonly object[], ...more: string[]) => {
    const file = at('e.ndjson', events.map((fields, number) => preparedLine(number, fields)).join('\n'));
    const [rulesPath, against] = [at('new.yml', now), at('old.yml', before)];
    return rules('backtest', '--rules', rulesPath, '--against', against, '--format', 'prepared', ...more, file);
  };

  it('given a rule that was changed, then what it gains and loses is told with the first events', async () => {
    const events = ['x', 'y', 'y', 'y', 'y', 'z'].map((f) => ({ f }));
    expect(await backtest(ruleOf('one', '[x, z]'), ruleOf('one', '[y, z]'), events)).toBe(1);
    expect(lines()).toEqual(['one: +4 -1 +1 +2 +3 -0 (one)']);
    expect(err()).toContain('6 events, 1 rules with differences');
  });

  it('given rules that came and went, then JSON tells both, the larger difference first', async () => {
    expect(
      await backtest(ruleOf('gone', 'x'), ruleOf('new', 'y'), [{ f: 'x' }, { f: 'y' }, { f: 'y' }], '--json'),
    ).toBe(1);
    expect(JSON.parse(out())).toEqual({
      events: 3,
      rules: [
        {
          rule: 'new',
          title: 'new',
          added: { count: 2, first: [{ event: 1 }, { event: 2 }] },
          lost: { count: 0, first: [] },
        },
        { rule: 'gone', title: 'gone', added: { count: 0, first: [] }, lost: { count: 1, first: [{ event: 0 }] } },
      ],
    });
  });

  it('given the same rules, then there is no difference', async () => {
    expect(await backtest(ruleOf('one', 'x'), ruleOf('one', 'x'), [{ f: 'x' }])).toBe(0);
    expect(lines()).toEqual([]);
  });

  it('given raw telemetry, then events are told by file and line', async () => {
    const file = at('web.log', '198.51.100.7 - - [10/Jan/2026:10:00:01 +0000] "GET /a HTTP/1.1" 404 12 "-" "curl"\n');
    const seen = ruleOf('one', 'x').replace('category: c', 'category: webserver').replace('f: x', 'sc-status: 404');
    const [now, before] = [at('new.yml', seen), at('old.yml', ruleOf('one', 'x'))];
    expect(await rules('backtest', '--rules', now, '--against', before, file)).toBe(1);
    expect(lines()).toEqual(['one: +1 -0 +web.log:1 (one)']);
  });

  it('given lines that are no events, then they are named', async () => {
    const [now, bad] = [at('new.yml', ruleOf('one', 'x')), at('bad.ndjson', '{')];
    expect(await rules('backtest', '--rules', now, '--against', now, '--format', 'prepared', bad)).toBe(1);
    expect(err()).toContain('bad.ndjson:1: not a prepared event');
  });
});

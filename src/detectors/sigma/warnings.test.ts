import { describe, expect, it } from '@jest/globals';
import { ruleText } from './case.fixture.ts';
import { warningsIn } from './warnings.ts';

const told = (detection: string) =>
  warningsIn({ name: 'a.yml', text: ruleText(detection) }, (_, field) => field !== 'odd').map(
    ({ line, column, message }) => `${line}:${column} ${message}`,
  );

describe('warnings', () => {
  it.each([
    ['s: {odd|contains: xyz}\ncondition: s', ['5:7 events of this log source are not known to have a field odd']],
    ['s:\n  - {f: x}\n  - {odd: y}\ncondition: s', ['7:8 events of this log source are not known to have a field odd']],
    ['s: {f: x}\ncondition: not s', ['6:3 slow: every event of the log source is asked']],
    ['s: {f|re: "[0-9]+"}\ncondition: s', ['5:13 slow: it runs on every value of the field']],
    ['s: [{f|re: &a "[0-9]+"}, {g|re: *a}]\ncondition: s', ['5:17 slow: it runs on every value of the field']],
    ['s: {f|re|i: ["abc", ".*"]}\ncondition: s', ['5:23 slow: it runs on every value of the field']],
  ])('of %j: %j', (detection, expected) => {
    expect(told(detection)).toEqual(expected.map((start) => expect.stringContaining(start)));
  });

  it.each([
    's: {f: x}\ncondition: s',
    's: {f|re: "abc[0-9]"}\ncondition: s',
    's: [word]\ncondition: s',
    's: {f|re: "[0-9]+", g: x}\ncondition: s',
    's: {odd|no: x}\ncondition: s',
  ])('there are none of %j', (detection) => expect(told(detection)).toEqual([]));

  it('pass over what is no rule, and what cannot be read', () => {
    expect(warningsIn({ name: 'a.yml', text: 'title: [' }, () => false)).toEqual([]);
    expect(warningsIn({ name: 'a.yml', text: 'title: a\ncorrelation: {type: event_count}' }, () => false)).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { harness, ruleOf } from './harness.fixture.ts';

describe('vedette rules coverage', () => {
  const { rules, at, folder, out, err } = harness();

  it('given rules with tags, then it prints a layer of format 4.5 with the number of rules for each technique', async () => {
    at('a.yml', `${ruleOf('one', 'x')}tags: [attack.t1059.001, attack.execution, attack.t1105]\n`);
    at('b.yml', `${ruleOf('two', 'x')}tags: [attack.t1059.001]\n`);
    expect(await rules('coverage', folder())).toBe(0);
    expect(JSON.parse(out())).toMatchObject({
      versions: { attack: expect.stringMatching(/^\d+$/), layer: '4.5' },
      domain: 'enterprise-attack',
      techniques: [
        { techniqueID: 'T1059.001', score: 2 },
        { techniqueID: 'T1105', score: 1 },
      ],
      gradient: { maxValue: 2 },
    });
    expect(err()).toContain('2 rules name 2 techniques');
  });

  it('given a correlation, then it counts, and the rules that it rests on do not', async () => {
    const many =
      'title: m\nid: m\ntags: [attack.t1110]\ncorrelation: {type: event_count, rules: [one], timespan: 1m, condition: {gte: 3}}\n';
    at('a.yml', `${ruleOf('one', 'x')}tags: [attack.t1078]\n---\n${many}`);
    expect(await rules('coverage', folder())).toBe(0);
    expect(JSON.parse(out()).techniques).toEqual([{ techniqueID: 'T1110', score: 1 }]);
  });
});

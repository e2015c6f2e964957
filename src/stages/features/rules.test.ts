import { describe, expect, it } from '@jest/globals';
import { ruleBook } from '../../../test/fixtures/rule-book.ts';
import { given } from '../../../test/given-when-then.ts';
import { sentTo } from '../../../test/sent-to.ts';
import { event } from '../../detectors/heuristics/case.fixture.ts';
import { type PublishedRule, RULES_PUBLISHED, TELEMETRY_FEATURES } from '../../domain/contracts.gen.ts';
import { featuresConfigSchema } from './config.ts';
import { features } from './stage.ts';

describe('Sigma rules', () => {
  const RULES = `
title: Whoami
id: whoami
author: someone
level: high
tags: [attack.t1033]
references: [https://example.org/whoami]
logsource: { product: windows, category: process_creation }
detection: { selection: { Image|endswith: whoami.exe }, condition: selection }
---
title: Often
id: often
correlation: { type: event_count, rules: [shell], group-by: [User], timespan: 5m, condition: { gte: 5 } }
---
title: Shell
id: shell
logsource: { product: windows, category: process_creation }
detection: { selection: { Image|endswith: .exe }, condition: selection }
`;
  const whoami = event('process', 'create', {
    ...{
      format: 'windows',
      product: 'windows',
      category: 'process_creation',
      service: 'sysmon',
      user: 'alice',
      tenant: 't',
    },
  });
  const started = {
    ...whoami,
    fields: {
      ...{ EventID: '1', Channel: 'Microsoft-Windows-Sysmon/Operational', Image: 'C:\\whoami.exe', User: 'alice' },
    },
  };

  async function row(published: readonly PublishedRule[] = [], rules = RULES) {
    const shadowed: string[] = [];
    const chain = await given(
      features,
      {
        ...{ config: featuresConfigSchema.parse({}), rules: ruleBook(rules) },
        shadowed: (rule: string) => void shadowed.push(rule),
      },
      { tables: new Map([[RULES_PUBLISHED, new Map(published.map((rule) => [`/${rule.id}`, rule]))]]) },
    );
    await chain.when([{ tenant: 't', id: 'ws1' }, started]);
    const value = sentTo(TELEMETRY_FEATURES, chain.sent)[0]?.value;
    if (!value) throw new Error('no row');
    return { value, shadowed };
  }
  const published = (id: string, status: PublishedRule['status']): PublishedRule => ({
    ...{ id, status, tenant: '', version: '', text: '', time: 0 },
  });

  it('given a match, when told, then the row names rule, author and what matched, and its numbers stay as they were', async () => {
    const { value } = await row();
    const { value: plain } = await row([], '');
    const hit = value.hits.find(({ id }) => id === 'whoami');
    expect(hit).toMatchObject({
      ...{ title: 'Whoami', author: 'someone', severity: 4, techniques: ['T1033'], kind: 'rule' },
      references: ['https://example.org/whoami'],
      facts: [{ name: 'Image', value: 'C:\\whoami.exe', contribution: hit?.probability }],
    });
    expect([value.vector, value.tokens]).toEqual([plain.vector, plain.tokens]);
  });

  it('given a rule that a correlation rests on, when it matches, then it is a step and no hit', async () => {
    const { value } = await row();
    expect(value.hits.map(({ id }) => id)).not.toContain('shell');
    expect(value.steps).toMatchObject([
      { root: 'often', group: ['alice'], rules: ['shell'], fields: { User: 'alice' } },
    ]);
  });

  it('given a rule in the shadow, when it matches, then it is counted and not told', async () => {
    const { value, shadowed } = await row([published('whoami', 'shadow')]);
    expect(value.hits.map(({ id }) => id)).not.toContain('whoami');
    expect(shadowed).toEqual(['whoami']);
  });

  it('given a rule that is switched off, when it would match, then nothing is said of it', async () => {
    const { value, shadowed } = await row([published('whoami', 'disabled')]);
    expect([value.hits.map(({ id }) => id).includes('whoami'), shadowed]).toEqual([false, []]);
  });
});

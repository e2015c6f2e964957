import { describe, expect, it } from '@jest/globals';
import { ruleBook } from '../../../test/fixtures/rule-book.ts';
import { given } from '../../../test/given-when-then.ts';
import { sentTo } from '../../../test/sent-to.ts';
import { event } from '../../detectors/heuristics/case.fixture.ts';
import { type PublishedRule, RULES_PUBLISHED, TELEMETRY_FEATURES } from '../../domain/contracts.gen.ts';
import { type MemoryYaraRule, memoryYara } from '../../memory/yara.ts';
import { featuresConfigSchema } from './config.ts';
import { features } from './stage.ts';

const shell: MemoryYaraRule = {
  ...{ rule: 'web_shell', file: 'web.yar', needs: 'any', tags: [], strings: { $run: 'passthru(' } },
  meta: {
    ...{ author: 'someone', description: 'A page that runs commands', severity: 'critical' },
    ...{ technique: 'T1505.003', reference: 'https://example.org/shell' },
  },
};
const hanging: MemoryYaraRule = { ...shell, rule: 'hanging', strings: { $a: 'hang here' }, kills: 'deadline_passed' };

const request = (url: string) => event('http', 'get', { url, tenant: 't' });

async function rows(urls: readonly string[], published: readonly PublishedRule[] = []) {
  const shadowed: string[] = [];
  const chain = await given(
    features,
    {
      ...{ config: featuresConfigSchema.parse({}), rules: ruleBook(), yara: memoryYara([shell, hanging]) },
      shadowed: (rule: string) => void shadowed.push(rule),
    },
    { tables: new Map([[RULES_PUBLISHED, new Map(published.map((rule) => [`/${rule.id}`, rule]))]]) },
  );
  await chain.when(...urls.map((url) => [{ tenant: 't', id: 'web1' }, request(url)] as const));
  return { rows: sentTo(TELEMETRY_FEATURES, chain.sent).flatMap(({ value }) => value ?? []), shadowed };
}

const ids = (hits: readonly { readonly id: string }[] = []) =>
  hits.map(({ id }) => id).filter((id) => id.startsWith('yara:'));
const status = (of: PublishedRule['status']): PublishedRule => ({
  ...{ id: 'yara:web_shell', status: of, tenant: '', version: '', text: '', time: 0 },
});

describe('YARA rules', () => {
  it('given a batch, when one text matches, then its row alone names the rule, its author and the strings', async () => {
    const { rows: made } = await rows(['/index.html', '/x.php?c=passthru(1)', '/about']);
    expect(made.map(({ hits }) => ids(hits))).toEqual([[], ['yara:web_shell'], []]);
    expect(made[1]?.hits.find(({ id }) => id === 'yara:web_shell')).toMatchObject({
      ...{ title: 'A page that runs commands', author: 'someone', severity: 5, techniques: ['T1505.003'] },
      references: ['https://example.org/shell'],
      facts: [{ name: 'strings', value: '$run' }],
    });
    expect(made.map(({ degraded }) => degraded)).toEqual([[], [], []]);
  });

  it('given a scan that fails, when rows are made, then they say so, and go on', async () => {
    const { rows: made } = await rows(['/hang here', '/x.php?c=passthru(1)']);
    expect(made.map(({ degraded, hits }) => [degraded, ids(hits)])).toEqual([
      [['yara'], []],
      [['yara'], []],
    ]);
  });

  it.each([
    ['disabled', [[], []]],
    ['shadow', [[], ['yara:web_shell']]],
    ['enabled', [['yara:web_shell'], []]],
  ] as const)('given a rule that is %s, when it matches, then %j', async (of, [hits, shadowed]) => {
    const seen = await rows(['/x.php?c=passthru(1)'], [status(of)]);
    expect([ids(seen.rows[0]?.hits), seen.shadowed]).toEqual([hits, shadowed]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { givenCorrelation, MINUTE } from '../../../test/correlation.ts';
import { ruleBook } from '../../../test/fixtures/rule-book.ts';
import { event, signal } from '../../../test/signals.ts';
import { type CorrelationStep, type PublishedRule, RULES_PUBLISHED, type Threat } from '../../domain/contracts.gen.ts';
import { stepKey } from '../../domain/step-key.ts';

const RULES = `
title: Logon failed
id: failed
author: someone
level: low
logsource: { category: test }
detection: { selection: { action: fail }, condition: selection }
---
title: Started again
id: started
logsource: { category: test }
detection: { selection: { action: start }, condition: selection }
---
title: Brute force
id: brute
author: someone else
level: high
tags: [attack.t1110.001]
correlation:
  type: event_count
  rules: [failed]
  group-by: [user]
  timespan: 5m
  condition: { gte: 3 }
---
title: Not started again
id: gone
level: medium
correlation:
  type: absence
  rules: [failed, started]
  group-by: [user]
  timespan: 10m
`;

const versions = ruleBook(RULES).forTenant('acme', new Map()).plan.trees;

/** A step of alice at a minute. */
function stepAt(minute: number, root: string, change: Partial<CorrelationStep> = {}) {
  const step = {
    ...{ root, version: versions.get(root)?.version ?? '', group: ['alice'], rules: ['failed'] },
    fields: { user: 'alice' },
    ...change,
  };
  const at = event({ id: `e${minute}`, tenant: 'acme', time: minute * MINUTE, host: `ws${minute}` });
  const value = signal({ event: at, owner: false, detections: [], steps: [step] });
  return [{ tenant: 'acme', id: stepKey(step) }, value] as const;
}

const told = (records: Awaited<ReturnType<typeof givenCorrelation>>['sent']) =>
  records.map(({ value }) => value as Threat).map(({ rule, phase, time }) => [rule, phase, time / MINUTE]);

describe('a Sigma correlation', () => {
  it('given as many steps as it counts, when the last comes, then one threat opens that names rules and authors', async () => {
    const chain = await givenCorrelation({}, RULES);
    await chain.when(stepAt(0, 'brute'), stepAt(1, 'brute'));
    expect(chain.sent).toEqual([]);
    await chain.when(stepAt(2, 'brute'));
    const [threat] = chain.sent.map(({ value }) => value);
    expect(threat).toMatchObject({
      ...{ rule: 'brute', title: 'Brute force', phase: 'open', severity: 4, decidingEvent: 'e2', evidenceCount: 3 },
      evidenceIds: ['e0', 'e1', 'e2'],
      hosts: ['ws0', 'ws1', 'ws2'],
      techniques: [{ id: 'T1110.001', count: 1 }],
    });
    expect(threat?.evidence.map(({ base }) => base)).toEqual([null, null, null]);
    expect(threat?.reasons).toEqual(['brute: event_count is 3 (≥ 3) within 5 min for user alice']);
    expect(threat?.detectors.map(({ id, author }) => [id, author])).toEqual([
      ['brute', 'someone else'],
      ['failed', 'someone'],
    ]);
  });

  it('given that it goes on to hold, when it is quiet for its timespan, then the one threat closes', async () => {
    const chain = await givenCorrelation({}, RULES);
    await chain.when(...[0, 1, 2, 3, 4, 5].map((minute) => stepAt(minute, 'brute')));
    chain.passes(10 * MINUTE);
    expect(told(chain.sent).filter(([, phase]) => phase === 'close')).toEqual([]);
    chain.passes(10 * MINUTE + 1);
    expect(new Set(chain.sent.map(({ value }) => value?.uid)).size).toBe(1);
    expect(told(chain.sent).filter(([, phase]) => phase !== 'update')).toEqual([
      ['brute', 'open', 2],
      ['brute', 'close', 10],
    ]);
    expect(chain.sent.at(-1)?.value?.evidenceCount).toBe(6);
    chain.passes(60 * MINUTE);
    expect(chain.states()).toEqual([]);
  });

  it('given steps out of order and one twice, when they are enough, then it fires once', async () => {
    const chain = await givenCorrelation({}, RULES);
    await chain.when(stepAt(2, 'brute'), stepAt(0, 'brute'), stepAt(0, 'brute'));
    expect(chain.sent).toEqual([]);
    await chain.when(stepAt(1, 'brute'));
    expect(told(chain.sent)).toEqual([['brute', 'open', 2]]);
  });

  it('given a step and nothing after it, when the watermark passes, then the absence is told, once, not before', async () => {
    const chain = await givenCorrelation({}, RULES);
    await chain.when(stepAt(0, 'gone'));
    chain.passes(10 * MINUTE);
    expect(chain.sent).toEqual([]);
    chain.passes(11 * MINUTE);
    chain.passes(60 * MINUTE);
    expect(told(chain.sent).filter(([, phase]) => phase === 'open')).toEqual([['gone', 'open', 10]]);
    expect(chain.sent[0]?.value).toMatchObject({ decidingEvent: 'e0', severity: 3 });
  });

  it('given what was missed comes in time, when the watermark passes, then nothing is told', async () => {
    const chain = await givenCorrelation({}, RULES);
    await chain.when(stepAt(0, 'gone'), stepAt(9, 'gone', { rules: ['started'] }));
    chain.passes(60 * MINUTE);
    expect(chain.sent).toEqual([]);
    expect(chain.states()).toEqual([]);
  });

  it.each([
    ['another version than the one in force', { version: 'old' }, { kind: 'drop', reason: 'rule_replaced' }],
    ['a rule that is not there', { root: 'none' }, { kind: 'drop', reason: 'rule_replaced' }],
  ])('given a step of %s, when it comes, then it is dropped and counted', async (_, change, outcome) => {
    const chain = await givenCorrelation({}, RULES);
    expect(await chain.when(stepAt(0, 'brute', change))).toEqual([outcome]);
  });

  it('given a step under the key of another group, when it comes, then it is a dead letter', async () => {
    const chain = await givenCorrelation({}, RULES);
    const [, value] = stepAt(0, 'brute');
    const [key] = stepAt(0, 'brute', { group: ['bob'] });
    expect(await chain.when([key, value])).toEqual([{ kind: 'deadLetter', reason: 'step_malformed' }]);
  });

  const published = (change: Partial<PublishedRule>) =>
    new Map([
      [
        RULES_PUBLISHED,
        new Map([
          ['/brute', { id: 'brute', tenant: '', version: '', status: 'enabled', text: '', time: 0, ...change }],
        ]),
      ],
    ]);

  it('given that it runs in the shadow, when it holds, then nothing is told', async () => {
    const chain = await givenCorrelation({ tables: published({ status: 'shadow' }) }, RULES);
    await chain.when(...[0, 1, 2].map((minute) => stepAt(minute, 'brute')));
    expect(chain.sent).toEqual([]);
    expect(chain.states()).toHaveLength(1);
  });

  it('given an open threat, when the rule is switched off, then the threat closes and the state goes', async () => {
    const tables = published({});
    const chain = await givenCorrelation({ tables }, RULES);
    await chain.when(...[0, 1, 2].map((minute) => stepAt(minute, 'brute')));
    tables.set(RULES_PUBLISHED, published({ status: 'disabled' }).get(RULES_PUBLISHED) as never);
    chain.passes(30 * MINUTE);
    expect(told(chain.sent)).toEqual([
      ['brute', 'open', 2],
      ['brute', 'close', 2],
    ]);
    expect(chain.states()).toEqual([]);
  });
});

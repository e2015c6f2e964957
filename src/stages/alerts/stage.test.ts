import { describe, expect, it } from '@jest/globals';
import { closed, givenAlerts as given, own, silence } from '../../../test/alerts.ts';
import { detection, event } from '../../../test/signals.ts';
import { threat } from '../../../test/threats.ts';
import type { Silence } from '../../domain/contracts.gen.ts';
import { alerts } from './stage.ts';

describe('an alert', () => {
  it('is raised, updated and resolved with the revisions of its threat', async () => {
    const chain = await given();
    await chain.when(threat(), threat({ phase: 'update', revision: 2 }), closed({ revision: 3 }));
    expect(chain.raised().map((one) => [one.activity_name, one.status, own(one).revision])).toEqual([
      ['Create', 'New', 1],
      ['Update', 'In Progress', 2],
      ['Close', 'Resolved', 3],
    ]);
    expect(new Set(chain.raised().map((one) => one.finding_info.uid))).toEqual(new Set(['t1']));
  });

  it.each([1, 2])('is not raised again for revision %d that was seen', async (revision) => {
    const chain = await given();
    await chain.when(threat(), threat({ phase: 'update', revision: 2 }));
    expect(await chain.when(threat({ revision }))).toEqual([{ kind: 'drop', reason: 'repeated_revision' }]);
  });

  it('names what it knows in the terms of OCSF', async () => {
    const chain = await given();
    await chain.when(threat());
    expect(chain.raised()[0]).toMatchObject({
      class_uid: 2004,
      type_uid: 200401,
      start_time: 0,
      end_time: 1_000,
      severity: 'High',
      risk_score: 62,
      confidence_score: 80,
      observables: [
        { type_id: 1, value: 'ws01' },
        { type_id: 2, value: '203.0.113.9' },
        { type_id: 4, value: 'alice' },
      ],
      finding_info: {
        title: 'Severe detection: Memory of LSASS read on host ws01',
        attacks: [{ technique: { uid: 'T1003' }, sub_technique: { uid: 'T1003.001' }, tactic: { uid: 'TA0006' } }],
        related_analytics: [{ uid: 'r1', name: 'Memory of LSASS read', version: '1', desc: 'by vedette' }],
      },
    });
    expect(own(chain.raised()[0])).toMatchObject({
      deciding_event: 'e1',
      detectors: [{ id: 'r1', author: 'vedette', references: ['https://example.org/r1'] }],
      completeness: { origins: [{ partition: 0, from: 3, to: 9 }], late: 0, final: false },
    });
  });

  it('tells base and confidence beside the contributions, of what decided first, and neither where nobody shared it out', async () => {
    const chain = await given();
    const fact = { name: 'image', value: 'x', contribution: 0.7, expected: '' };
    const of = (id: string, score: number, base: number | null) => ({
      ...{ event: event({ id, time: score }), score, confidence: 0.8, base, ensemble: '', row: null },
      detections: [detection({ facts: [fact] })],
    });
    const evidence = [...Array.from({ length: 12 }, (_, i) => of(`a${i}`, 0.95, null)), of('e1', 0.9, 0.1)];
    await chain.when(threat({ evidence }));
    const { enrichments, evidences } = chain.raised()[0] ?? {};
    const told = (enrichments ?? []).map(({ data }) => JSON.parse(data));
    expect(told.slice(0, 2)).toMatchObject([
      { event: 'e1', base: 0.1, confidence: 0.8, facts: [fact] },
      { event: 'a0' },
    ]);
    expect(told[1]).not.toHaveProperty('base');
    expect(JSON.parse(evidences?.at(-1)?.data ?? '')).toMatchObject({ base: 0.1, confidence: 0.8 });
  });

  it('names what gave the surest evidence its confidence beside the detectors, so that a verdict counts for it', async () => {
    const chain = await given();
    const of = (id: string, confidence: number, ensemble: string) => ({
      ...{ event: event({ id }), score: 0.9, confidence, base: 0, ensemble, detections: [detection()], row: null },
    });
    const evidence = [of('e1', 0.6, 'ours@1.0.0'), of('e2', 0.8, 'ours@2.0.0'), of('e3', 0.7, '')];
    await chain.when(threat({ evidence }), threat({ uid: 't2', evidence: [of('e1', 0.9, '')] }));
    const [joined, alone] = chain.raised();
    expect(joined?.finding_info.related_analytics).toMatchObject([
      { uid: 'r1', type_id: 1 },
      { uid: 'ours', type_id: 4, version: '2.0.0' },
    ]);
    expect(JSON.parse(joined?.evidences?.[0]?.data ?? '')).toMatchObject({ ensemble: 'ours@1.0.0' });
    expect(alone?.finding_info.related_analytics).toMatchObject([{ uid: 'r1' }]);
  });

  it('tells of losses in the flat row', async () => {
    const chain = await given();
    await chain.when(threat(), closed({ losses: { late: 2, dropped: 0, deadLettered: 1, evicted: 0 } }));
    expect(chain.flat().map(({ complete, late, dead_lettered }) => [complete, late, dead_lettered])).toEqual([
      [true, 0, 0],
      [false, 2, 1],
    ]);
  });

  it('gives its evidence to the trainer when it is new and when it closes, for a verdict may come before', async () => {
    const chain = await given();
    await chain.when(threat(), threat({ phase: 'update', revision: 2 }), closed({ revision: 3 }));
    expect(chain.evidence()).toMatchObject([
      { uid: 't1', revision: 1, evidence: [{ event: { id: 'e1' } }] },
      { uid: 't1', revision: 3, evidence: [{ event: { id: 'e1' } }] },
    ]);
  });

  it('never lets hostile text steer a reader', async () => {
    const chain = await given();
    const entity = 'ws\u001b[2J\u202e01\nCritical: fake';
    await chain.when(threat({ entity, hosts: [entity, 'a,b'], users: ['%s%n{0}'] }));
    const [alert] = chain.raised();
    const shown = [
      alert?.message,
      alert?.finding_info.title,
      alert?.finding_info.desc,
      chain.flat()[0]?.hosts,
      chain.incidents()[0]?.message,
    ];
    for (const text of shown) expect(text).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(alert?.finding_info.desc).toContain('%s%n{0}');
    expect(chain.flat()[0]?.hosts.split(',')).toHaveLength(2);
    expect(alert?.observables[0]?.value).toBe(entity);
  });

  it('of a lower severity on the same entity is suppressed while one of top severity is open', async () => {
    const chain = await given();
    await chain.when(threat({ uid: 'top', severity: 5 }), threat({ uid: 'low', severity: 3 }));
    await chain.when(
      closed({ uid: 'top', severity: 5 }),
      threat({ uid: 'low', severity: 3, phase: 'update', revision: 2 }),
    );
    expect(chain.raised().map((one) => [one.finding_info.uid, one.status, one.is_alert])).toEqual([
      ['top', 'New', true],
      ['low', 'Suppressed', false],
      ['top', 'Resolved', true],
      ['low', 'In Progress', true],
    ]);
    expect(chain.raised()[1]?.finding_info.related_events).toEqual([expect.objectContaining({ uid: 'top' })]);
  });

  it('is forgotten some time after it closed', async () => {
    const chain = await given();
    await chain.when(threat(), closed());
    chain.passes(Number.POSITIVE_INFINITY);
    expect(chain.states()).toEqual([]);
  });

  it('under the key of another tenant is refused', async () => {
    const chain = await given();
    const [outcome] = await chain.whenKeyed({ tenant: 'other', id: 'other' }, threat());
    expect(outcome).toMatchObject({ kind: 'deadLetter', reason: 'tenant_mismatch' });
  });
});

describe('a silence', () => {
  it.each<[string, Partial<Silence>, boolean]>([
    ['its correlation', { rule: 'critical-detection' }, true],
    ['its only detector', { rule: 'r1' }, true],
    ['its entity', { entity: 'ws01' }, true],
    ['rule and entity', { rule: 'r1', entity: 'ws01' }, true],
    ['its rule on another entity', { rule: 'r1', entity: 'ws02' }, false],
    ['another rule', { rule: 'r2' }, false],
    ['its time', { rule: 'r1', from: 1_000, until: 1_001 }, true],
    ['a time that is over', { rule: 'r1', until: 1_000 }, false],
    ['a time to come', { rule: 'r1', from: 1_001 }, false],
    ['another tenant', { rule: 'r1', tenant: 'other' }, false],
    ['everything', {}, false],
  ])('for %s', async (_, facts, isSilenced) => {
    const chain = await given({ silences: new Map([['s1', silence(facts)]]) });
    const [outcome] = await chain.when(threat());
    expect(outcome).toEqual(
      isSilenced ? { kind: 'drop', reason: 'silenced' } : expect.objectContaining({ kind: 'forward' }),
    );
  });

  it('that comes later holds back updates but not the close', async () => {
    const silences = new Map<string, Silence>();
    const chain = await given({ silences });
    await chain.when(threat());
    silences.set('s1', silence({ rule: 'r1' }));
    const outcomes = await chain.when(threat({ phase: 'update', revision: 2 }), closed({ revision: 3 }));
    expect(outcomes.map(({ kind }) => kind)).toEqual(['drop', 'forward']);
    expect(chain.raised().at(-1)?.status).toBe('Resolved');
  });

  it('ends and the alert is new to its readers', async () => {
    const silences = new Map([['s1', silence({ rule: 'r1', until: 2_000 })]]);
    const chain = await given({ silences });
    await chain.when(threat(), threat({ phase: 'update', revision: 2, time: 3_000 }));
    expect(chain.raised().map((one) => [one.activity_name, own(one).revision])).toEqual([['Create', 2]]);
  });
});

it('an analyst’s closing resolves the alert once, until its last revision', async () => {
  const silences = new Map<string, Silence>();
  const chain = await given({ silences });
  await chain.when(threat());
  silences.set('c1', silence({ kind: 'close', alert: 't1' }));
  const outcomes = await chain.when(
    threat({ phase: 'update', revision: 2 }),
    threat({ phase: 'update', revision: 3 }),
    closed({ revision: 4 }),
  );
  expect(outcomes.map(({ kind }) => kind)).toEqual(['forward', 'drop', 'forward']);
  expect(chain.raised().map(({ status }) => status)).toEqual(['New', 'Resolved', 'Resolved']);
});

it('reads no state of a newer version', () => {
  const bytes = new TextEncoder().encode('{"v":7,"state":{}}');
  expect(() => alerts.state?.decode(bytes)).toThrow('version 7');
});

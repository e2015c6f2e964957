import { describe, expect, it } from '@jest/globals';
import {
  asUser,
  at,
  type Chain,
  givenCorrelation as given,
  MINUTE,
  phases,
  threats,
  when,
} from '../../../test/correlation.ts';
import { detection, event, signal } from '../../../test/signals.ts';
import { RULES_PUBLISHED, type Signal } from '../../domain/contracts.gen.ts';
import type { Losses } from '../../stage.ts';
import { correlation } from './stage.ts';

describe('a threat opens', () => {
  it.each<[string, string, readonly Signal[]]>([
    ['one severe detection', 'critical-detection', [at(0, { severity: 4 })]],
    [
      'three tactics within the window',
      'attack-progress',
      [
        at(0, { id: 'a', severity: 2, techniques: ['T1059.001'] }),
        at(20, { id: 'b', severity: 2, techniques: ['T1003.001'] }),
        at(50, { id: 'c', severity: 2, techniques: ['T1021.002'] }),
      ],
    ],
    [
      'risk that adds up',
      'risk-threshold',
      [0, 1, 2, 9, 10, 11].map((minute) => at(minute, { id: `r${minute}`, severity: 3, probability: 1 })),
    ],
    [
      'five techniques in half an hour, however harmless each',
      'technique-breadth',
      ['T1033', 'T1082', 'T1057', 'T1049', 'T1016'].map((id, i) => at(i * 6, { id, severity: 1, techniques: [id] })),
    ],
    [
      'four detectors at once',
      'detector-burst',
      [0, 1, 2, 3].map((minute) => at(minute, { id: `r${minute}`, severity: 2 })),
    ],
  ])('for %s', async (_, rule, signals) => {
    const chain = await given();
    await when(chain, ...signals);
    expect(threats(chain).map((threat) => [threat.rule, threat.phase])).toEqual([[rule, 'open']]);
    expect(threats(chain)[0]?.evidenceIds).toEqual(signals.map((one) => one.event.id));
  });

  it.each<[string, readonly Signal[]]>([
    ['medium detections alone', [at(0, { severity: 3 })]],
    ['two tactics', [at(0, { severity: 2, techniques: ['T1059'] }), at(1, { severity: 2, techniques: ['T1003'] })]],
    [
      'three tactics that one detector names',
      [0, 10, 20].map((minute) => at(minute, { severity: 2, techniques: ['T1059', 'T1003', 'T1021'] })),
    ],
    [
      'three tactics of one event',
      [
        signal({
          detections: ['T1059', 'T1003', 'T1021'].map((id) => detection({ id, severity: 2, techniques: [id] })),
        }),
      ],
    ],
    [
      'tactics beyond the window',
      [
        at(0, { id: 'a', severity: 2, techniques: ['T1059'] }),
        at(50, { id: 'b', severity: 2, techniques: ['T1003'] }),
        at(61, { id: 'c', severity: 2, techniques: ['T1021'] }),
      ],
    ],
    [
      'informational techniques',
      ['T1059', 'T1003', 'T1021', 'T1547'].map((technique, i) =>
        at(i, { id: technique, severity: 1, techniques: [technique] }),
      ),
    ],
    [
      'five techniques that one detector names',
      [0, 1].map((minute) => at(minute, { severity: 1, techniques: ['T1033', 'T1082', 'T1057', 'T1049', 'T1016'] })),
    ],
    ['four detectors far apart', [0, 4, 8, 12].map((minute) => at(minute, { id: `r${minute}`, severity: 2 }))],
    [
      'four detectors on one event',
      [signal({ detections: ['a', 'b', 'c', 'd'].map((id) => detection({ id, severity: 2 })) })],
    ],
  ])('not for %s', async (_, signals) => {
    const chain = await given();
    const outcomes = await when(chain, ...signals);
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(signals.map(() => 'drop'));
  });

  it('not for a thousand repeats of one low detector', async () => {
    const chain = await given();
    for (let i = 0; i < 1_000; i++) await when(chain, at(i / 60, { severity: 2 }));
    expect(threats(chain)).toEqual([]);
  });

  it('not for a correlation that is disabled for the tenant, yet for the others', async () => {
    const rule = { id: 'critical-detection', tenant: 'acme', version: '1', status: 'disabled', text: '', time: 0 };
    const chain = await given({ tables: new Map([[RULES_PUBLISHED, new Map([['x', rule]])]]) });
    await when(chain, at(0, { severity: 4 }), at(0, { severity: 4 }, { tenant: 'other' }));
    expect(threats(chain).map(({ tenant }) => tenant)).toEqual(['other']);
  });
});

describe('an open threat', () => {
  it('is told by its deciding event, with the evidence before it', async () => {
    const chain = await given();
    await when(chain, at(0, { id: 'low', severity: 2 }), at(5, { id: 'high', severity: 4, techniques: ['T1003.001'] }));
    expect(threats(chain)).toEqual([
      expect.objectContaining({
        rule: 'critical-detection',
        decidingEvent: 'high@5',
        revision: 1,
        role: 'host',
        entity: 'ws01',
        start: 0,
        end: 5 * MINUTE,
        evidenceCount: 2,
        severity: 4,
        hosts: ['ws01'],
        users: ['alice'],
        techniques: [{ id: 'T1003.001', tactic: 'TA0006', count: 1 }],
        versions: { 'critical-detection': '1', high: '1', low: '1' },
        final: false,
      }),
    ]);
  });

  it('has the same id wherever it is computed', async () => {
    const [one, two] = [await given(), await given()];
    await when(one, at(0, { severity: 4 }));
    await when(two, at(0, { severity: 4 }));
    expect(threats(one)[0]?.uid).toBe(threats(two)[0]?.uid);
    expect(threats(one)[0]?.uid).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('counts an event that comes twice once', async () => {
    const chain = await given();
    const outcomes = await when(chain, at(0, { severity: 4 }), at(0, { severity: 4 }));
    chain.passes(Number.POSITIVE_INFINITY);
    expect(outcomes[1]).toEqual({ kind: 'drop', reason: 'repeated_event' });
    expect(threats(chain).at(-1)?.evidenceCount).toBe(1);
  });

  it('is told anew for a new technique, at most once a minute', async () => {
    const chain = await given();
    await when(chain, at(0, { id: 'a', severity: 4, techniques: ['T1003'] }));
    await when(chain, at(0.5, { id: 'b', severity: 2, techniques: ['T1082'] }));
    expect(phases(chain)).toEqual(['open']);
    await when(chain, at(1.5, { id: 'b', severity: 2, techniques: ['T1082'] }));
    expect(phases(chain)).toEqual(['open', 'update']);
    expect(threats(chain)[1]).toMatchObject({ revision: 2, evidenceCount: 3 });
  });

  it('is not told anew for more of the same', async () => {
    const chain = await given();
    await when(chain, at(0, { severity: 4 }));
    for (let minute = 2; minute < 10; minute++) await when(chain, at(minute, { id: 'low', severity: 1 }));
    expect(phases(chain)).toEqual(['open']);
  });

  it('shows what was lost since it opened', async () => {
    let losses: Losses = { late: 3, dropped: 1, deadLettered: 0, evicted: 0 };
    const chain = await given({ losses: () => losses });
    await when(chain, at(0, { severity: 4 }));
    losses = { late: 5, dropped: 1, deadLettered: 7, evicted: 0 };
    chain.passes(Number.POSITIVE_INFINITY);
    expect(threats(chain).map((threat) => threat.losses)).toEqual([
      { late: 0, dropped: 0, deadLettered: 0, evicted: 0 },
      { late: 2, dropped: 0, deadLettered: 7, evicted: 0 },
    ]);
  });

  it('knows the raw offsets of its evidence', async () => {
    const chain = await given();
    await when(
      chain,
      at(0, { severity: 4 }, { id: 'a', rawPartition: 2, rawOffset: 90 }),
      at(1, {}, { id: 'b', rawPartition: 2, rawOffset: 40 }),
      at(2, {}, { id: 'c', rawPartition: 0, rawOffset: 7 }),
    );
    chain.passes(Number.POSITIVE_INFINITY);
    expect(threats(chain).at(-1)?.origins).toEqual([
      { partition: 0, from: 7, to: 7 },
      { partition: 2, from: 40, to: 90 },
    ]);
  });
});

describe('a threat closes', () => {
  it('after the quiet, when the watermark passes', async () => {
    const chain = await given();
    await when(chain, at(0, { severity: 4 }));
    expect(chain.passes(15 * MINUTE)).toEqual([]);
    expect(chain.passes(15 * MINUTE + 1)).toHaveLength(1);
    expect(threats(chain)[1]).toMatchObject({ phase: 'close', revision: 2, time: 15 * MINUTE, final: true });
  });

  it('alike by a later event and by the watermark', async () => {
    const [byEvent, byTimer] = [await given(), await given()];
    await when(byEvent, at(0, { severity: 4 }), at(1, {}), at(17, {}));
    await when(byTimer, at(0, { severity: 4 }), at(1, {}));
    byTimer.passes(16 * MINUTE + 1);
    const closed = (chain: Chain) =>
      threats(chain)
        .filter(({ phase }) => phase === 'close')
        .map((one) => ({ ...one, watermark: 0 }));
    expect(closed(byEvent)).toEqual(closed(byTimer));
    expect(closed(byEvent)).toHaveLength(1);
  });

  it('although a noisy low detector goes on', async () => {
    const chain = await given();
    for (let minute = -60; minute < 0; minute++) await when(chain, at(minute, { id: 'noise', severity: 1 }));
    await when(chain, at(0, { severity: 4 }));
    for (let minute = 1; minute < 20; minute++) await when(chain, at(minute, { id: 'noise', severity: 1 }));
    expect(phases(chain)).toEqual(['open', 'close']);
    expect(threats(chain)[1]?.time).toBe(15 * MINUTE);
  });

  it('at an hour of evidence, and what goes on names it', async () => {
    const chain = await given();
    for (let minute = 0; minute <= 70; minute += 10) await when(chain, at(minute, { severity: 4 }));
    expect(phases(chain).filter((phase) => phase !== 'update')).toEqual(['open', 'close', 'open']);
    const [first, second] = threats(chain).filter(({ phase }) => phase === 'open');
    expect(threats(chain).find(({ phase }) => phase === 'close')).toMatchObject({ end: 60 * MINUTE, evidenceCount: 7 });
    expect(second?.related).toEqual([first?.uid]);
    expect(second?.start).toBe(70 * MINUTE);
  });

  it('and leaves no state behind', async () => {
    const chain = await given();
    await when(chain, at(0, { severity: 4 }), asUser(0, 'ws01'));
    chain.passes(61 * MINUTE);
    expect(chain.states()).toEqual([]);
    expect(chain.timers.size).toBe(0);
  });
});

it.each([
  ['a tenant that is not the key’s', { tenant: 'other' }, 'tenant_mismatch'],
  ['a time that is no integer', { time: 0.5 }, 'time_not_an_integer'],
])('refuses %s', async (_, facts, reason) => {
  const chain = await given();
  const [outcome] = await chain.when([{ tenant: 'acme', id: 'host:ws01' }, signal({ event: event(facts) })]);
  expect(outcome).toEqual({ kind: 'deadLetter', reason, cause: undefined });
});

it('reads no state of a newer version', () => {
  const bytes = new TextEncoder().encode('{"v":99}');
  expect(() => correlation.state?.decode(bytes)).toThrow('version 99');
});

it('keeps tenants apart', async () => {
  const chain = await given();
  await when(chain, at(0, { severity: 4 }), at(1, { severity: 4 }, { tenant: 'other' }));
  expect(chain.sent.map(({ key }) => key)).toEqual([
    { tenant: 'acme', id: 'acme' },
    { tenant: 'other', id: 'other' },
  ]);
  expect(new Set(threats(chain).map(({ uid }) => uid)).size).toBe(2);
});

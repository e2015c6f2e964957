import { describe, expect, it } from '@jest/globals';
import { asUser, at, givenCorrelation as given, MINUTE, phases, threats, when } from '../../../test/correlation.ts';
import { event } from '../../../test/signals.ts';
import type { Signal } from '../../domain/contracts.gen.ts';
import { evidenceOf } from './evidence.ts';

describe('evidence', () => {
  it('is bounded: what decided and 49 by score, 2,000 ids, and the true count', async () => {
    const chain = await given();
    const many = Array.from({ length: 2_500 }, (_, i) =>
      at(0, { severity: 4 }, { id: `e${String(i).padStart(4, '0')}`, time: i * 100 }, { score: i / 2_500 }),
    );
    await when(chain, ...many);
    chain.passes(Number.POSITIVE_INFINITY);
    const closed = threats(chain).at(-1);
    expect(closed?.evidenceCount).toBe(2_500);
    expect(closed?.evidenceIds).toHaveLength(2_000);
    expect(closed?.evidence.map(({ event }) => event.id)).toEqual([
      'e0000',
      ...many.slice(-49).map((one) => one.event.id),
    ]);
  });

  it('carries the confidence of its event, the base that it is counted from and what joined the detectors', async () => {
    const chain = await given();
    await when(chain, at(0, { severity: 4 }, {}, { confidence: 0.7, base: 0.2, ensemble: 'ours@1.0.0' }));
    expect(threats(chain)[0]?.evidence).toMatchObject([{ confidence: 0.7, base: 0.2, ensemble: 'ours@1.0.0' }]);
    expect(threats(chain)[0]?.versions).toMatchObject({ ours: '1.0.0' });
  });

  it('given a state that knew of none of them, then it has no base and no ensemble', () => {
    const saved = { event: event(), score: 1, detections: [] };
    expect(evidenceOf(saved)).toEqual({ ...saved, confidence: 0, base: null, ensemble: '', row: null });
  });

  it('given rows of what the models saw, then a threat tells those of its ten best, to the byte', async () => {
    const chain = await given();
    const rowOf = (i: number) => ({
      featureHash: '7d10fe3f972ab502',
      ...{
        vector: Buffer.from([i, 0, 128, 255]),
        tokens: Buffer.from([1, 0]),
        codes: Buffer.alloc(0),
        text: Buffer.alloc(0),
      },
    });
    const many = Array.from({ length: 30 }, (_, i) =>
      at(0, { severity: 4 }, { id: `e${i}`, time: i * 100 }, { score: i / 30, row: rowOf(i) }),
    );
    await when(chain, ...many);
    chain.passes(Number.POSITIVE_INFINITY);
    const told = threats(chain)
      .at(-1)
      ?.evidence.filter(({ row }) => row !== null);
    // what decided the threat is always among them
    expect(told?.map(({ event }) => event.id)).toEqual(['e0', ...many.slice(-9).map(({ event }) => event.id)]);
    expect(told?.at(-1)?.row).toEqual(rowOf(29));
  });

  it.each([
    ['none', null],
    ['one without numbers', { vector: Buffer.alloc(0) }],
    ['one that is far too long', { vector: Buffer.alloc(9_000) }],
    ['one whose feature set has no hash', { featureHash: 'x y' }],
  ])('given %s, then it has no row', async (_, facts) => {
    const chain = await given();
    const none = Buffer.alloc(0);
    const row = { featureHash: '7d10fe3f972ab502', vector: Buffer.alloc(4), tokens: none, codes: none, text: none };
    await when(chain, at(0, { severity: 4 }, {}, { row: facts && { ...row, ...facts } }));
    expect(threats(chain)[0]?.evidence).toMatchObject([{ row: null }]);
  });

  it('keeps a record well below 1 MB whatever an attacker writes', async () => {
    const chain = await given();
    const huge = 'x'.repeat(100_000);
    const facts = Array.from({ length: 50 }, () => ({ name: huge, value: huge, contribution: 1, expected: huge }));
    for (let i = 0; i < 60; i++) {
      const rule = { severity: 5, title: huge, references: [huge, huge], facts };
      await when(chain, at(i / 10, rule, { commandLine: huge, process: huge, url: huge, user: huge, file: huge }));
    }
    chain.passes(Number.POSITIVE_INFINITY);
    expect(JSON.stringify(threats(chain).at(-1)).length).toBeLessThan(400_000);
  });

  it('of a slow attack is not pushed out by a flood of small signals', async () => {
    const chain = await given();
    await when(chain, at(0, { id: 'step', severity: 3, techniques: ['T1566'] }));
    for (let i = 0; i < 200; i++) await when(chain, at(1 + i / 10, { id: `n${i % 3}`, severity: 2 }, { id: `n${i}` }));
    await when(chain, at(40, { id: 'end', severity: 4 }));
    expect(threats(chain)[0]?.evidenceIds).toContain('step@0');
  });

  it('from before the threat is listed up to a limit and counted beyond', async () => {
    const chain = await given();
    const quiet = Array.from({ length: 100 }, (_, i) => asUser(i / 10, 'ws01', { id: `r${i}`, severity: 2 }));
    await when(chain, ...quiet, asUser(11, 'ws02', { severity: 4 }), asUser(12, 'ws03', { severity: 4 }));
    chain.passes(13 * MINUTE);
    expect(threats(chain)[0]?.evidenceIds).toHaveLength(64);
    expect(threats(chain)[0]?.evidenceCount).toBe(102);
    expect(chain.counted.evicted).toBe(0);
  });

  it('that is severe but hours late makes a threat of its own', async () => {
    const chain = await given();
    await when(chain, at(600, { severity: 4 }));
    const [outcome] = await when(chain, at(1, { severity: 5 }));
    expect(outcome?.kind).toBe('forward');
    expect(phases(chain)).toEqual(['open', 'open', 'close']);
    expect(await when(chain, at(2, { severity: 2 }))).toEqual([{ kind: 'drop', reason: 'too_late' }]);
    expect(chain.counted.late).toBe(1);
  });
});

describe('an identity on several hosts', () => {
  it('makes a threat once the watermark has put its signals in order', async () => {
    const chain = await given();
    await when(chain, asUser(9, 'ws03'), asUser(0, 'ws01'), asUser(5, 'ws02'));
    expect(chain.sent).toEqual([]);
    chain.passes(10 * MINUTE);
    expect(threats(chain)).toEqual([
      expect.objectContaining({
        rule: 'entity-spread',
        role: 'user',
        entity: 'alice',
        hosts: ['ws01', 'ws02', 'ws03'],
        evidenceIds: ['ws01@0', 'ws02@5', 'ws03@9'],
        decidingEvent: 'ws03@9',
      }),
    ]);
  });

  it.each<[string, readonly Signal[]]>([
    ['two hosts', [asUser(0, 'ws01'), asUser(1, 'ws02'), asUser(2, 'ws02')]],
    ['little risk', ['ws01', 'ws02', 'ws03'].map((host) => asUser(0, host, { severity: 1 }))],
    ['hosts beyond the window', [asUser(0, 'ws01'), asUser(50, 'ws02'), asUser(100, 'ws03')]],
    ['severe detections on one host', [asUser(0, 'ws01', { severity: 5 }), asUser(1, 'ws01', { severity: 5 })]],
  ])('makes none for %s', async (_, signals) => {
    const chain = await given();
    await when(chain, ...signals);
    chain.passes(Number.POSITIVE_INFINITY);
    expect(chain.sent).toEqual([]);
  });

  it('never names more than ten hosts in one threat', async () => {
    const chain = await given();
    await when(chain, ...Array.from({ length: 25 }, (_, i) => asUser(i / 10, `ws${i}`, { severity: 4 })));
    chain.passes(Number.POSITIVE_INFINITY);
    const closed = threats(chain).filter(({ phase }) => phase === 'close');
    expect(closed.map(({ hosts }) => hosts.length)).toEqual([10, 10, 5]);
    expect(closed.flatMap(({ evidenceIds }) => evidenceIds)).toHaveLength(25);
  });

  it('waits for the watermark with a bounded number of signals and loses none', async () => {
    const chain = await given();
    await when(chain, ...Array.from({ length: 1_000 }, (_, i) => asUser(i / 60, `ws${i % 3}`, { id: `r${i}` })));
    chain.passes(Number.POSITIVE_INFINITY);
    expect(threats(chain).at(-1)?.evidenceCount).toBe(1_000);
  });
});

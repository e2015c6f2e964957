import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { closed, givenAlerts } from '../../test/alerts.ts';
import { detection, event } from '../../test/signals.ts';
import { threat } from '../../test/threats.ts';
import type { EventCore, Threat } from '../domain/contracts.gen.ts';
import { incidentReport, type LedgerSummary } from './incident-report.ts';

const NOTHING_LOST: LedgerSummary = { read: 4_657, late: 0, dropped: 0, deadLettered: 0, evicted: 0, balances: true };

async function report(threats: readonly Threat[], ledger: Partial<LedgerSummary> = {}): Promise<string> {
  const chain = await givenAlerts();
  await chain.when(...threats);
  const incident = chain.incidents().at(-1);
  if (!incident) throw new Error('no incident');
  return incidentReport(incident, chain.raised(), { ...NOTHING_LOST, ...ledger });
}

const evidence = (technique: string, facts: Partial<EventCore>) => ({
  event: event(facts),
  ...{ score: 0.9, confidence: 0.8, base: 0.1, ensemble: '', row: null },
  detections: [detection({ techniques: [technique] })],
});

const START = Date.UTC(2020, 4, 2, 2, 55, 56);
const attack = (facts: Partial<Threat> = {}) =>
  closed({
    start: START,
    end: START + 16 * 60_000,
    decidingEvent: 'e2',
    evidence: [
      evidence('T1003.001', { id: 'e2', time: START + 60_000, commandLine: 'rundll32 comsvcs.dll MiniDump 624' }),
      evidence('T1059.001', { id: 'e1', time: START, commandLine: 'powershell -enc SQBFAFgA' }),
    ],
    techniques: ['T1003.001', 'T1059.001', 'T1021'].map((id) => ({ id, tactic: '', count: 1 })),
    ...facts,
  });

describe('the report', () => {
  it('answers what, who, when, why, how sure, what was lost and where to look next', async () => {
    const text = await report([attack()]);
    expect(text).toContain('INCIDENT  HIGH');
    expect(text).toMatch(/What +1 alert, 1 event, 3 ATT&CK techniques, 3 tactics/);
    expect(text).toMatch(/Who +host: ws01/);
    expect(text).toMatch(/When +2020-05-02 02:55:56 to 2020-05-02 03:11:56 UTC \(16 min\)/);
    expect(text).toMatch(/How sure +80 % \(high\): 1 rule and 0 models/);
    expect(text).toMatch(/Lost +nothing; 4,657 records read, every one is accounted for/);
    expect(text).toMatch(/Next +- Execution: /);
    expect(text).toContain('also seen: T1021');
  });

  it('tells the chain in time order and marks what decided', async () => {
    const text = await report([attack()]);
    expect(text.indexOf('T1059.001')).toBeLessThan(text.indexOf('T1003.001'));
    const decided = text.split('\n').findIndex((line) => line.endsWith('<- decided the alert'));
    expect(text.split('\n')[decided + 2]).toContain('MiniDump');
  });

  it('reads the last revision of an alert', async () => {
    const text = await report([threat(), attack({ evidenceCount: 12 })]);
    expect(text).toContain('1 alert, 12 events');
  });

  it.each<[Partial<LedgerSummary>, string]>([
    [{ late: 3, deadLettered: 1_200 }, '3 late, 1,200 dead-lettered; 4,657 records read'],
    [{ balances: false }, 'nothing; 4,657 records read, THE LEDGER DOES NOT BALANCE'],
  ])('says what was lost: %j', async (ledger, expected) => {
    const text = await report([attack()], ledger);
    expect(text.replaceAll(/\s+/g, ' ')).toContain(expected);
  });

  it('says which detectors were missing', async () => {
    expect(await report([attack({ degraded: ['vedette-forest'] })])).toContain(
      'without vedette-forest, which did not answer',
    );
  });

  it('fits 100 columns and shows no control character, whatever the telemetry says', async () => {
    const hostile = fc.string({ unit: 'binary', maxLength: 300 });
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (name, command, technique) => {
        const text = await report([
          attack({
            ...{ entity: name, hosts: [name, command], users: [command], addresses: [name], reasons: [command] },
            evidence: [evidence(technique, { id: name, host: name, user: command, commandLine: command })],
            techniques: [{ id: technique, tactic: '', count: 1 }],
            detectors: [{ ...(threat().detectors[0] as Threat['detectors'][number]), title: command, id: name }],
            degraded: [name],
          }),
        ]);
        expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
        for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
      }),
    );
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import { balance, isBalanced } from '../../src/audit/balance.ts';
import type { Send } from '../../src/ports.ts';
import { NOON, type Ran, runChain } from './embedded-chain.ts';
import { processStart } from './good-events.ts';
import { closedAlerts } from './told.ts';

/** Batches are ten seconds apart. */
const BATCHES = 430;
const SILENT_FROM = 365;
const knobs = { regularHours: 1, silentMinutes: 10 };

/** Three machines for 71 minutes; ws-2 says nothing after 61. */
const batches: readonly (readonly Send[])[] = Array.from({ length: BATCHES }, (_, batch) =>
  ['ws-1', 'ws-2', 'dc-1'].flatMap((host) =>
    host === 'ws-2' && batch > SILENT_FROM
      ? []
      : [
          processStart(
            `${batch}-${host}`,
            host,
            NOON + batch * 10_000 - 5_000,
            'C:\\Windows\\System32\\svchost.exe -k netsvcs',
          ),
        ],
  ),
);

/** The same records, so that twice as many come at once. */
const inPairs = (all: readonly (readonly Send[])[]): Send[][] =>
  all.map((_, i) => (i % 2 === 0 ? [] : [...(all[i - 1] ?? []), ...(all[i] ?? [])]));

const silences = ({ alerts }: Ran) => closedAlerts(alerts).filter(({ rule }) => rule.startsWith('silent-source'));

describe('a host that falls silent while the others go on', () => {
  let ran: Ran;
  beforeAll(async () => {
    ran = await runChain(batches, knobs);
  }, 60_000);

  it('is one informational alert that names it, with no model missing and nothing lost', () => {
    expect(silences(ran).map(({ rule, group, tenant }) => [rule, group, tenant])).toEqual([
      ['silent-source 1', 'host ws-2', 'acme'],
    ]);
    const [alert] = ran.alerts.filter(({ unmapped }) => unmapped.includes('"silent-source"'));
    expect(alert).toMatchObject({ severity_id: 1, finding_info: { title: expect.stringContaining('silent') } });
    expect(ran.scored).toHaveLength(batches.flat().length);
    expect(isBalanced(balance(ran.ledger))).toBe(true);
    expect(ran.deadLetters).toEqual([]);
  });

  it('is the same alert however the records come in batches', async () => {
    expect(silences(await runChain(inPairs(batches), knobs))).toEqual(silences(ran));
  }, 60_000);

  it('is none with the knobs as they are: it was heard for an hour, not for a day', async () => {
    expect(silences(await runChain(batches))).toEqual([]);
  }, 60_000);
});

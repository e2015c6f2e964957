import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { balance } from '../../src/audit/balance.ts';
import type { FeatureRow } from '../../src/domain/contracts.gen.ts';
import type { Send } from '../../src/ports.ts';
import { NOON, raw } from '../e2e/embedded-chain.ts';
import { goodBatches } from '../e2e/good-events.ts';
import { rowsOf } from './rows.ts';

const GOOD = goodBatches(2).flat();
const NOW = NOON + 10_000;

/** Where a record lies in the log is no part of what it says. */
const said = ({ event: { rawPartition: _, rawOffset: __, ...event }, ...row }: FeatureRow) => ({ ...row, event });
const goodRows = (rows: ReadonlyMap<string, FeatureRow>) =>
  GOOD.map(({ headers }) => {
    const row = rows.get(Buffer.from(headers.ce_id ?? []).toString());
    return row && said(row);
  });

const NAMES = [
  'ts',
  'host',
  'event_id',
  'data',
  'channel',
  'format',
  'event',
  'raw',
  'message',
  'id',
  'timestamp',
  '@timestamp',
  'class_uid',
  'time',
  'eventTime',
  'eventName',
  'uid',
  'object',
  'action',
  '__proto__',
  'constructor',
];
const name = fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 12 }));
const leaf = fc.oneof(
  fc.string({ maxLength: 60 }),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.constant('2024-05-14T12:00:00Z'),
);
const { object } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value'), { maxLength: 4 }), tie('object')),
  object: fc.array(fc.tuple(name, tie('value')), { maxLength: 8 }),
}));
/** Written by hand: JSON.stringify would drop `__proto__` and repeated names. */
function jsonOf(value: unknown, isObject = true): string {
  if (!Array.isArray(value)) return JSON.stringify(value) ?? 'null';
  if (!isObject || !value.every((pair) => Array.isArray(pair) && typeof pair[0] === 'string' && pair.length === 2)) {
    return `[${value.map((one) => jsonOf(one, false)).join()}]`;
  }
  return `{${value.map(([key, one]) => `${JSON.stringify(key)}:${jsonOf(one)}`).join()}}`;
}

const value = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Uint8Array.from([0, 0, 0, 0, 1, ...bytes])),
  object.map((pairs) => Buffer.from(jsonOf(pairs))),
  fc.string({ unit: 'binary', maxLength: 200 }).map((text) => Buffer.from(text)),
);
const headers = fc.record(
  {
    'tenant-id': fc.constantFrom('acme', 'beta', '', '../x'),
    format: fc.constantFrom('windows', 'zeek_conn', 'syslog', 'cef', 'auditd', 'bash_history', 'constructor', 'event'),
    'vedette-origin': fc.constantFrom('source/0/5/0', 'intake/0/900000/0'),
    'vedette-control': fc.constantFrom(
      '{}',
      'no JSON',
      '{"sender":"source/0","senders":1,"watermark":9007199254740991,"losses":{}}',
    ),
  },
  { requiredKeys: [] },
);
const stranger = fc
  .tuple(value, headers, fc.constantFrom('', 'ws-1', 'x'))
  .map(([bytes, said, key]) => raw(bytes, said, key));
const places = fc.array(fc.tuple(stranger, fc.nat({ max: GOOD.length })), { minLength: 1, maxLength: 40 });

function among(strangers: readonly (readonly [Send, number])[]): Send[] {
  const mixed = GOOD.flatMap((good, place) => [
    ...strangers.filter(([, at]) => at === place).map(([send]) => send),
    good,
  ]);
  return [...mixed, ...strangers.filter(([, at]) => at === GOOD.length).map(([send]) => send)];
}

describe('whatever strangers write beside good events', () => {
  it('the rows of the good events stay as they are and every record is accounted for', async () => {
    const expected = goodRows((await rowsOf(GOOD, NOW)).rows);
    expect(expected.every(Boolean)).toBe(true);
    await fc.assert(
      fc.asyncProperty(places, async (strangers) => {
        const records = among(strangers);
        const { rows, ledger } = await rowsOf(records, NOW);
        expect(goodRows(rows)).toEqual(expected);
        expect(balance(ledger)).toEqual([]);
        const read = ledger.filter(({ stage }) => stage === 'intake').reduce((sum, entry) => sum + entry.in, 0);
        expect(read).toBe(records.length);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

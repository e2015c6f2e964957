import { describe, expect, it } from '@jest/globals';
import { ruleBook } from '../../../test/fixtures/rule-book.ts';
import { given } from '../../../test/given-when-then.ts';
import { sentTo } from '../../../test/sent-to.ts';
import { CODE_SET_LENGTH, CODE_VALUES, tenantToken, unpackCodes } from '../../detectors/code-set.ts';
import { FEATURES, type FeatureName } from '../../detectors/feature-set.ts';
import { event } from '../../detectors/heuristics/case.fixture.ts';
import { codeOf } from '../../detectors/tokens.ts';
import { TELEMETRY_FEATURES, TENANT_MINUTES, type TenantMinutes } from '../../domain/contracts.gen.ts';
import { featuresConfigSchema } from './config.ts';
import { features } from './stage.ts';

const MINUTE = 60_000;
const config = featuresConfigSchema.parse({});

/** Partition 0 of two; the test writes what the other tells. */
async function room() {
  let table: ReadonlyMap<string, TenantMinutes> = new Map();
  let late = 0;
  const tables = { get: (topic: unknown) => (topic === TENANT_MINUTES ? table : new Map()) } as never;
  const stage = await given(
    features,
    { config, rules: ruleBook(), minuteLate: () => void late++ },
    { tables, partitions: 2 },
  );
  const tells = (minute: number, events24h: number) => {
    const counts = { events5m: 0, events60m: 0, events24h, entities60m: 1, entities24h: 1 };
    const value = { tenant: 't', partition: 1, minute, firstMinute: 1, ...counts, codes: new Uint8Array(0) };
    table = new Map([...table, [`t/1.${minute % 4}`, value]]);
  };
  /** What the row of an event knows of the tenant: ln of its events, as `unseen` codes show it. */
  const events = async (minute: number, code = 'new') => {
    await stage.when([{ tenant: 't', id: 'ws1' }, event('log', 'log', { tenant: 't', code, time: minute * MINUTE })]);
    const vector = sentTo(TELEMETRY_FEATURES, stage.sent).at(-1)?.value?.vector.slice();
    const of = (name: FeatureName) =>
      new Float32Array(vector?.buffer ?? new ArrayBuffer(0))[FEATURES.indexOf(name)] ?? 0;
    return Math.round(Math.expm1(of('tenant_code_rarity')));
  };
  /** The codes of an event's row, and the token of its own as one of its tenant. */
  const row = async (id: string, minute: number, code: string, tenant = 't') => {
    const of = event('log', 'log', { tenant, code, time: minute * MINUTE });
    await stage.when([{ tenant, id }, of]);
    const ids = new Int32Array(CODE_SET_LENGTH);
    const codes = sentTo(TELEMETRY_FEATURES, stage.sent).at(-1)?.value?.codes ?? new Uint8Array(0);
    unpackCodes(codes, ids, new Float32Array(CODE_SET_LENGTH * CODE_VALUES));
    return { ids: [...ids.filter(Boolean)], token: tenantToken(codeOf(of.event)) };
  };
  return { tells, events, row, late: () => late };
}

describe('what a row knows of its tenant', () => {
  it('given minutes of both partitions, when an event comes, then it knows them up to two minutes before, its own among them', async () => {
    const { tells, events } = await room();
    tells(98, 1000);
    tells(99, 5000);
    expect(await events(100, 'a')).toBe(1000);
    expect(await events(101, 'b')).toBe(4999 + 1);
    expect(await events(102, 'c')).toBe(4998 + 1);
  });

  it('given a code that another entity uses, when two minutes have passed, then rows of all carry it as one of the tenant', async () => {
    const { row } = await room();
    const { token } = await row('ws1', 100, 'a');
    expect((await row('ws2', 101, 'b')).ids.length).toBe(1);
    expect((await row('ws2', 102, 'b')).ids.slice(1)).toEqual([token]);
  });

  it('given two tenants on one partition, when one has used codes, then no row of the other carries any of them', async () => {
    const { row } = await room();
    const { token } = await row('ws1', 100, 'a');
    for (const minute of [100, 101, 102]) expect((await row('ws1', minute, 'b', 'u')).ids).not.toContain(token);
    expect((await row('ws1', 102, 'b')).ids).toContain(token);
    expect((await row('ws1', 103, 'b', 'u')).ids).not.toContain(token);
  });

  it('given a batch of many minutes, when it is cut otherwise, then rows know the same of their own partition', async () => {
    const [whole, cut] = [await room(), await room()];
    const of = [];
    for (let minute = 100; minute < 110; minute++) of.push(await cut.events(minute, `c${minute}`));
    for (let minute = 100; minute < 109; minute++) await whole.events(minute, `c${minute}`);
    expect(of).toEqual([0, 0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(await whole.events(109, 'c109')).toBe(8);
  });

  it('given a partition that is behind, when it comes up, then what rows had wanted is counted once, and used from then on', async () => {
    const { tells, events, late } = await room();
    tells(90, 1000);
    expect(await events(100, 'a')).toBe(Math.round(1000 * 2 ** (-8 / 1440)));
    tells(98, 3000);
    expect([await events(100, 'b'), late()]).toEqual([3000, 1]);
    expect([await events(100, 'c'), late()]).toEqual([3000, 1]);
    tells(99, 4000);
    expect([await events(101, 'd'), late()]).toEqual([4000, 1]);
  });

  it('given a partition that is ahead by all that it left, when an event comes, then the oldest of it is taken', async () => {
    const { tells, events } = await room();
    tells(200, 10);
    expect(await events(100, 'a')).toBe(0);
    for (const minute of [201, 202, 203]) tells(minute, 20);
    expect(await events(100, 'b')).toBe(10);
  });
});

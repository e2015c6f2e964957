import { describe, expect, it } from '@jest/globals';
import { ruleBook } from '../../../test/fixtures/rule-book.ts';
import { given } from '../../../test/given-when-then.ts';
import { sentTo } from '../../../test/sent-to.ts';
import { event } from '../../detectors/heuristics/case.fixture.ts';
import { ROW_WORDS, rowsOf } from '../../detectors/tenant/code-rows.ts';
import { codeOf } from '../../detectors/tokens.ts';
import { TENANT_MINUTES, type TenantMinutes } from '../../domain/contracts.gen.ts';
import { featuresConfigSchema } from './config.ts';
import { features } from './stage.ts';

const MINUTE = 60_000;
const config = featuresConfigSchema.parse({});
const room = (table: ReadonlyMap<string, TenantMinutes> = new Map()) =>
  given(features, { config, rules: ruleBook() }, { tables: new Map([[TENANT_MINUTES, table]]) });
type Given = Awaited<ReturnType<typeof room>>;

const at = (host: string, minute: number, code = 'a', tenant = 't') =>
  [{ tenant, id: host }, event('log', 'log', { host: '', code, tenant, time: minute * MINUTE })] as const;
const told = (records: Given['sent']) =>
  sentTo(TENANT_MINUTES, records).map(({ key, value }) => `${key.tenant}/${key.id} ${value?.minute ?? 'gone'}`);
const last = ({ sent }: Given) => sentTo(TENANT_MINUTES, sent).at(-1)?.value;
const eventsOf = (value: TenantMinutes | null | undefined) => [value?.events24h, value?.entities60m];

describe('minutes of a tenant', () => {
  it('given events, when one of a later minute comes, then the minute before is told, under a place of its own', async () => {
    const stage = await room();
    await stage.when(at('ws1', 100), at('ws2', 100.5), at('ws1', 100.9));
    expect(told(stage.sent)).toEqual([]);
    await stage.when(at('ws1', 101), at('ws1', 106));
    expect(told(stage.sent)).toEqual(['t/0.0 100', 't/0.1 101']);
    const [first] = sentTo(TENANT_MINUTES, stage.sent);
    expect(eventsOf(first?.value)).toEqual([3, 2]);
    const { words, length } = rowsOf(first?.value?.codes ?? new Uint8Array());
    expect([length, words[0], words[ROW_WORDS - 1]]).toEqual([1, codeOf(at('ws1', 0)[1].event), 100]);
  });

  it('given a tenant that is idle, when the watermark passes, then its minute is told, once', async () => {
    const stage = await room();
    await stage.when(at('ws1', 100), at('ws1', 100, 'a', 'u'));
    expect(told(stage.passes(100.9 * MINUTE))).toEqual([]);
    expect(told(stage.passes(101 * MINUTE))).toEqual(['t/0.0 100', 'u/0.0 100']);
    expect(told(stage.passes(200 * MINUTE))).toEqual([]);
  });

  it('given a minute that is over, when an event of it comes late, then it counts in the one that is open', async () => {
    const stage = await room();
    await stage.when(at('ws1', 100), at('ws1', 102), at('ws2', 101));
    stage.passes(103 * MINUTE);
    expect(eventsOf(last(stage))).toEqual([expect.closeTo(3, 2), expect.closeTo(2, 1)]);
    await stage.when(at('ws3', 102));
    expect(told(stage.passes(104 * MINUTE))).toEqual(['t/0.2 103']);
  });

  it('given the same events, when batches are cut otherwise, then the same is told', async () => {
    const events = Array.from({ length: 60 }, (_, i) => at(`ws${i % 7}`, 100 + i / 9, `c${i % 5}`));
    const [whole, cut] = [await room(), await room()];
    await whole.when(...events);
    for (const one of events) await cut.when(one);
    expect(sentTo(TENANT_MINUTES, cut.sent)).toEqual(sentTo(TENANT_MINUTES, whole.sent));
    expect(told(cut.sent).length).toBe(6);
  });

  it('given a tenant with idle minutes, when one is told again, then the three before keep their places', async () => {
    const stage = await room();
    for (const minute of [100, 104, 108, 112, 116]) await stage.when(at('ws1', minute));
    stage.passes(117 * MINUTE);
    expect(told(stage.sent)).toEqual(['t/0.0 100', 't/0.1 104', 't/0.2 108', 't/0.3 112', 't/0.0 116']);
  });

  it('given a state that was lost, when it goes on, then with what the table kept of its own partition', async () => {
    const before = await room();
    for (let minute = 100; minute < 120; minute++) await before.when(at('ws1', minute));
    const kept = sentTo(TENANT_MINUTES, before.sent).slice(-4);
    const table = new Map(
      kept.flatMap(({ key, value }) => (value ? [[`${key.tenant}/${key.id}`, value] as const] : [])),
    );
    const stage = await room(table);
    await stage.when(at('ws1', 119));
    stage.passes(120 * MINUTE);
    before.passes(120 * MINUTE);
    expect(last(stage)?.events24h).toBe(last(before)?.events24h);
    const rebuilt = await room(table);
    await rebuilt.when(at('ws1', 110));
    rebuilt.passes(111 * MINUTE);
    expect(last(rebuilt)).toMatchObject({ minute: 110, events24h: expect.closeTo(17, 0) });
    const other = await room(new Map(kept.map(({ value }) => ['t/1.0', value as TenantMinutes])));
    await other.when(at('ws1', 119));
    other.passes(120 * MINUTE);
    expect(last(other)?.events24h).toBe(1);
  });

  it('given three days without an event, when one comes, then nothing is known; when none does, the table forgets it', async () => {
    const [stage, gone] = [await room(), await room()];
    for (const one of [stage, gone]) {
      await one.when(at('ws1', 100));
      one.passes(101 * MINUTE);
    }
    await stage.when(at('ws1', 100 + 3 * 1440));
    stage.passes((101 + 3 * 1440) * MINUTE);
    expect(eventsOf(last(stage))).toEqual([1, 1]);
    expect(told(gone.passes((100 + 3 * 1440) * MINUTE))).toEqual([0, 1, 2, 3].map((place) => `t/0.${place} gone`));
    expect(gone.states().filter((key) => key.includes('minute'))).toEqual([]);
  });
});

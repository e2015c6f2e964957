import { describe, expect, it } from '@jest/globals';
import { ruleBook } from '../../../test/fixtures/rule-book.ts';
import { given } from '../../../test/given-when-then.ts';
import { sentTo } from '../../../test/sent-to.ts';
import { event } from '../../detectors/heuristics/case.fixture.ts';
import { RULES_PUBLISHED, TELEMETRY_FEATURES, type TelemetryEvent } from '../../domain/contracts.gen.ts';
import { featuresConfigSchema } from './config.ts';
import { features } from './stage.ts';

const MINUTE = 60_000;
const config = featuresConfigSchema.parse({ silentMinutes: 60, regularHours: 2 });
type Given = Awaited<ReturnType<typeof room>>;

const room = (disabled = false) =>
  given(
    features,
    { config, rules: ruleBook() },
    {
      tables: new Map([
        [
          RULES_PUBLISHED,
          new Map(
            disabled
              ? [
                  [
                    't/silent-source',
                    { id: 'silent-source', tenant: 't', version: '', status: 'disabled', text: '', time: 0 },
                  ],
                ]
              : [],
          ),
        ],
      ]),
    },
  );

const at = (host: string, minute: number, tenant = 't') => {
  const telemetry: TelemetryEvent = event('log', 'log', { host, tenant, time: minute * MINUTE, rawOffset: minute });
  return [{ tenant, id: host || 'alice' }, telemetry] as const;
};

/** An event every five minutes. */
async function speaks(stage: Given, host: string, from: number, to: number, tenant = 't'): Promise<void> {
  for (let minute = from; minute <= to; minute += 5) await stage.when(at(host, minute, tenant));
}

const told = (records: ReturnType<Given['passes']>) =>
  sentTo(TELEMETRY_FEATURES, records).map(
    ({ key, value }) => `${key.tenant}/${key.id} ${(value?.event.time ?? 0) / MINUTE}`,
  );

describe('a host that falls silent', () => {
  it('is told once, by the watermark, as a row without features', async () => {
    const stage = await room();
    await speaks(stage, 'ws1', 0, 180);
    expect(told(stage.passes(239 * MINUTE))).toEqual([]);
    const [record, ...more] = sentTo(TELEMETRY_FEATURES, stage.passes(241 * MINUTE));
    expect(more).toEqual([]);
    expect(record?.value).toMatchObject({
      event: { host: 'ws1', tenant: 't', time: 240 * MINUTE, class: 'other', action: 'silence', rawOffset: 180 },
      hits: [{ id: 'silent-source', severity: 1, facts: [{ value: '60 min', expected: 'an event every 5 min' }] }],
    });
    expect(record?.value?.vector.length).toBe(0);
    expect([...stage.figures]).toEqual([
      ['silentSources', 1],
      ['silentSince', 180 * MINUTE],
    ]);
    expect(told(stage.passes(900 * MINUTE))).toEqual([]);
  });

  it('is no longer silent when it speaks, and can be told again', async () => {
    const stage = await room();
    await speaks(stage, 'ws1', 0, 180);
    stage.passes(241 * MINUTE);
    await speaks(stage, 'ws1', 400, 460);
    expect(told(stage.passes(461 * MINUTE))).toEqual([]);
    expect(stage.figures.get('silentSources')).toBe(0);
    expect(told(stage.passes(521 * MINUTE))).toEqual(['t/ws1 520']);
    expect(stage.figures.get('silentSources')).toBe(1);
  });

  it('is forgotten after a day, and no longer counted', async () => {
    const stage = await room();
    await speaks(stage, 'ws1', 0, 180);
    stage.passes((180 + 24 * 60 + 1) * MINUTE);
    expect(stage.figures.get('silentSources')).toBe(0);
    expect(stage.states()).toEqual(['/minutes/t', '/silences']);
    expect([...stage.timers.keys()]).toEqual(['/minutes/t']);
  });

  it.each([
    ['at the end of a replay', async (stage: Given) => stage.passes(Number.POSITIVE_INFINITY), false],
    ['where the rule is switched off', async (stage: Given) => stage.passes(241 * MINUTE), true],
  ])('is not told %s', async (_, end, disabled) => {
    const stage = await room(disabled);
    await speaks(stage, 'ws1', 0, 180);
    expect(told(await end(stage))).toEqual([]);
  });

  it('is told for the time before it came back, though the watermark was behind', async () => {
    const stage = await room();
    await speaks(stage, 'ws1', 0, 180);
    await speaks(stage, 'ws1', 300, 310);
    expect(told(stage.passes(311 * MINUTE))).toEqual(['t/ws1 240']);
    expect(stage.figures.get('silentSources')).toBe(0);
  });

  it('is no user and no address', async () => {
    const stage = await room();
    await speaks(stage, '', 0, 180);
    expect(told(stage.passes(600 * MINUTE))).toEqual([]);
  });

  it('is told for at most twenty hosts of a tenant in an hour; all are counted', async () => {
    const stage = await room();
    for (let host = 0; host < 25; host++) await speaks(stage, `ws${host}`, 0, 180);
    await speaks(stage, 'ws0', 0, 180, 'other');
    const tenants = sentTo(TELEMETRY_FEATURES, stage.passes(241 * MINUTE)).map(({ key }) => key.tenant);
    expect([tenants.filter((one) => one === 't').length, tenants.filter((one) => one === 'other').length]).toEqual([
      20, 1,
    ]);
    expect(stage.figures.get('silentSources')).toBe(26);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ruleBook } from '../../../test/fixtures/rule-book.ts';
import { sentTo } from '../../../test/sent-to.ts';
import { CODE_SET_LENGTH, CODE_VALUES, ENTRY_BYTES, kindOf, unpackCodes } from '../../detectors/code-set.ts';
import { FEATURES } from '../../detectors/feature-set.ts';
import { event } from '../../detectors/heuristics/case.fixture.ts';
import {
  type FeatureRow,
  type PublishedRule,
  RULES_PUBLISHED,
  TELEMETRY_FEATURES,
  type TelemetryEvent,
} from '../../domain/contracts.gen.ts';
import type { Context, Due, Input, Key } from '../../stage.ts';
import { featuresConfigSchema } from './config.ts';
import { features } from './stage.ts';
import type { FeaturesState } from './state.ts';

const START = Date.UTC(2024, 4, 14, 12);
const HOUR_MS = 3_600_000;
const codec = features.state as NonNullable<typeof features.state>;
type Event = Input<typeof features.reads>;

/** What a runner holds; states go through their codec after each batch. */
class World {
  readonly bytes = new Map<string, Uint8Array>();
  readonly due = new Map<string, number>();
  readonly counts = { late: 0, evicted: 0 };
  readonly rules = new Map<string, PublishedRule>();
  private live = new Map<string, FeaturesState>();

  readonly context: Context<FeaturesState> = {
    ...{ partition: 0, partitions: 1 },
    state: (key) => this.load(idOf(key)),
    set: (key, state) => void this.live.set(idOf(key), state),
    delete: (key) => {
      this.live.delete(idOf(key));
      this.bytes.delete(idOf(key));
    },
    timer: (key, due) => void (due === null ? this.due.delete(idOf(key)) : this.due.set(idOf(key), due)),
    watermark: Number.NEGATIVE_INFINITY,
    table: (topic) => (topic.name === RULES_PUBLISHED.name ? this.rules : new Map()) as never,
    count: (what) => {
      this.counts[what]++;
    },
    figure: () => {},
    losses: () => ({ late: 0, dropped: 0, deadLettered: 0, evicted: 0 }),
  };

  save(): void {
    for (const [id, state] of this.live) this.bytes.set(id, codec.encode(state));
    this.live = new Map();
  }

  private load(id: string): FeaturesState | undefined {
    const bytes = this.bytes.get(id);
    const state = this.live.get(id) ?? (bytes && codec.decode(bytes));
    if (state) this.live.set(id, state);
    return state;
  }
}

const idOf = ({ tenant, id }: Key) => `${tenant}/${id}`;
const input = (
  entity: string,
  seconds: number,
  telemetry: TelemetryEvent = event('log', 'log'),
  tenant = 't',
): Event => ({
  key: { tenant, id: entity },
  value: { ...telemetry, event: { ...telemetry.event, tenant, time: START + seconds * 1_000 } },
  partition: 0,
  offset: 0,
  appendedAt: START,
});

async function rows(batches: readonly (readonly Event[])[], world = new World()): Promise<FeatureRow[]> {
  const room = await features.open({ config: featuresConfigSchema.parse({}), rules: ruleBook() });
  const made: FeatureRow[] = [];
  for (const batch of batches) {
    for (const outcome of await room.process(batch, world.context)) {
      if (outcome.kind !== 'forward') throw new Error(outcome.kind);
      for (const { key, value } of sentTo(TELEMETRY_FEATURES, outcome.records)) {
        if (value === null) throw new Error('tombstone');
        made.push({ ...value, event: { ...value.event, host: key.id } });
      }
    }
    world.save();
  }
  return made;
}

async function fire(world: World, due: Due): Promise<void> {
  const room = await features.open({ config: featuresConfigSchema.parse({}), rules: ruleBook() });
  expect(room.timers?.([due], world.context)).toEqual([]);
  world.save();
}

const OF_TENANT = /^tenant_|_in_tenant$|^code_entities_|^entity_peers$/;
/** Codes of the entity alone: those of the tenant stand behind them. */
function ownCodes(bytes: Uint8Array): Uint8Array {
  const ids = new Int32Array(CODE_SET_LENGTH);
  unpackCodes(bytes, ids, new Float32Array(CODE_SET_LENGTH * CODE_VALUES));
  return bytes.subarray(0, ids.filter((id) => id > 0 && !kindOf(id).isOfTenant).length * ENTRY_BYTES);
}
/** The vector is its numbers here, those of the tenant left out. */
const withoutTenant = (row: FeatureRow) => ({
  ...row,
  codes: ownCodes(row.codes),
  vector: [...new Float32Array(row.vector.slice().buffer)].filter((_, i) => !OF_TENANT.test(FEATURES[i] ?? '')),
});

const LINES = ['whoami', 'ipconfig', 'systeminfo', 'net user', 'vssadmin delete shadows', 'notepad a.txt'];
const anyInput = fc
  .record({
    entity: fc.constantFrom('ws1', 'ws2', 'none'),
    seconds: fc.nat(900),
    line: fc.constantFrom(...LINES),
    failed: fc.boolean(),
  })
  .map(({ entity, seconds, line, failed }) =>
    input(
      entity,
      seconds,
      failed
        ? event('auth', 'logon', { outcome: 'failure', srcIp: '10.0.0.9' })
        : event('process', 'create', { commandLine: line, process: line.split(' ')[0] ?? '' }),
    ),
  );

describe('features', () => {
  it('makes one row an event, under the same key', async () => {
    const made = await rows([[input('ws1', 0), input('none', 1), input('ws1', 2)]]);
    expect(made.map((row) => row.event.host)).toEqual(['ws1', 'none', 'ws1']);
    expect(made.every((row) => row.featureSet === 'vedette-base-3' && row.vector.byteLength === 101 * 4)).toBe(true);
  });

  it('gives the same rows however the batches are cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyInput, { minLength: 1, maxLength: 40 }), fc.nat(40), async (events, cut) => {
        const whole = await rows([events]);
        expect(await rows([events.slice(0, cut), events.slice(cut)])).toEqual(whole);
        expect(await rows(events.map((one) => [one]))).toEqual(whole);
      }),
      { numRuns: 30 },
    );
  });

  it('lets no entity change the rows of another, but for what they say of the tenant', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyInput, { maxLength: 40 }), async (events) => {
        const of = (made: readonly FeatureRow[], entity: string) =>
          made.filter(({ event: { host } }) => host === entity).map(withoutTenant);
        const together = await rows([events]);
        for (const entity of ['ws1', 'ws2'])
          expect(of(together, entity)).toEqual(of(await rows([events.filter(({ key }) => key.id === entity)]), entity));
      }),
      { numRuns: 30 },
    );
  });

  it('keeps tenants apart', async () => {
    const user = event('auth', 'logon', { user: 'bob' });
    const [one, two] = await rows([[input('ws1', 0, user, 'a'), input('ws1', 0, user, 'b')]]);
    expect([one?.vector, one?.codes]).toEqual([two?.vector, two?.codes]);
  });

  it('refuses an event of another tenant than its key, and remembers nothing of it', async () => {
    const world = new World();
    const room = await features.open({ config: featuresConfigSchema.parse({}), rules: ruleBook() });
    const strange = { ...input('ws1', 0), key: { tenant: 'u', id: 'ws1' } };
    expect(await room.process([strange], world.context)).toEqual([{ kind: 'deadLetter', reason: 'tenant_mismatch' }]);
    world.save();
    expect(world.bytes.size).toBe(0);
  });

  it('counts and flags what is older than the windows', async () => {
    const world = new World();
    const made = await rows([[input('ws1', 600), input('ws1', 0)]], world);
    expect(made.map(({ late }) => late)).toEqual([false, true]);
    expect(world.counts.late).toBe(1);
  });

  it('counts the values that a flood pushes out of the window', async () => {
    const world = new World();
    const users = Array.from({ length: 72 }, (_, i) => input('ws1', 0, event('auth', 'logon', { user: `u${i}` })));
    await rows([users], world);
    expect(world.counts.evicted).toBe(8);
  });

  describe('a rule that was published', () => {
    const act = input(
      'ws1',
      0,
      event('process', 'create', { commandLine: 'vssadmin delete shadows', process: 'vssadmin.exe' }),
    );
    const rule = (tenant: string, status: PublishedRule['status']): PublishedRule => ({
      id: 'recovery-removed',
      tenant,
      version: '1',
      status,
      text: '',
      time: 0,
    });
    it.each([
      ['as disabled for all', [rule('', 'disabled')], []],
      ['as shadow for the tenant', [rule('t', 'shadow')], []],
      ['as disabled for another tenant', [rule('u', 'disabled')], ['recovery-removed']],
      ['as disabled for all but the tenant', [rule('', 'disabled'), rule('t', 'enabled')], ['recovery-removed']],
    ])('%s', async (_, published, expected) => {
      const world = new World();
      published.forEach((one, index) => void world.rules.set(`${index}`, one));
      const [row] = await rows([[act]], world);
      expect(row?.hits.map(({ id }) => id)).toEqual(expected);
    });
  });

  describe('an entity that is quiet', () => {
    const nobody = event('log', 'log', { host: '' });
    it('is forgotten by its timer after 24 h, not before', async () => {
      const world = new World();
      await rows([[input('ws1', 0, nobody), input('ws1', 1_800, nobody)]], world);
      const due = world.due.get('t/ws1') as number;
      expect(due).toBe(START + 24 * HOUR_MS);
      await fire(world, { key: { tenant: 't', id: 'ws1' }, due });
      expect(world.bytes.has('t/ws1')).toBe(true);
      expect(world.due.get('t/ws1')).toBe(START + 24 * HOUR_MS + 1_800_000);
      await fire(world, { key: { tenant: 't', id: 'ws1' }, due: START + 24 * HOUR_MS + 1_800_000 });
      expect(world.bytes.has('t/ws1')).toBe(false);
    });

    it('is new afterwards, whether or not the timer has come round', async () => {
      const user = event('auth', 'logon', { user: 'bob' });
      const again = input('ws1', 24 * 3_600, user);
      const world = new World();
      const [, kept] = await rows([[input('ws1', 0, user)], [again]], world);
      const [, fresh] = await rows([[input('ws2', 0, user)], [again]]);
      expect(kept?.vector).toEqual(fresh?.vector);
    });

    it('moves its timer by the hour', async () => {
      const world = new World();
      await rows([[input('ws1', 0, nobody), input('ws1', 3_599, nobody)]], world);
      expect(world.due.get('t/ws1')).toBe(START + 24 * HOUR_MS);
      await rows([[input('ws1', 3_601, nobody)]], world);
      expect(world.due.get('t/ws1')).toBe(START + 24 * HOUR_MS + 3_601_000);
    });
  });
});

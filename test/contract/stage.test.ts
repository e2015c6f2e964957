import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { TOPICS } from '../../src/domain/contracts.gen.ts';
import { embedded } from '../../src/embedded.ts';
import { featurePorts } from '../../src/local-ports.ts';
import { memoryModels } from '../../src/memory/model.ts';
import { memoryStateStore } from '../../src/memory/state-store.ts';
import type { StateStore } from '../../src/ports.ts';
import { quietLogger, unmeasured } from '../../src/shell/quiet.ts';
import { mergeFiles } from '../../src/source/merge.ts';
import { rawSource } from '../../src/source/raw-records.ts';
import { alertsConfigSchema } from '../../src/stages/alerts/config.ts';
import { correlationConfigSchema } from '../../src/stages/correlation/config.ts';
import { inferenceConfigSchema } from '../../src/stages/inference/config.ts';
import { DETECTION, HEARD_TOPICS, STAGES } from '../../src/topology.ts';
import { ruleBook } from '../fixtures/rule-book.ts';
import { TWO_MODELS } from '../fixtures/two-models.ts';

const SAMPLE = join(import.meta.dirname, '../../samples/lsass-logonpasswords.jsonl.zst');
/** The minutes in which the memory of LSASS is read. */
const FROM = 28_000;
const LINES = 8000;

interface Seen {
  readonly alerts: unknown[];
  readonly scores: unknown[];
  /** States as saved, by stage. */
  readonly states: Map<string, Uint8Array[]>;
}

/** A part of the sample through every stage, on the twins. */
async function run(maxBatch: number): Promise<Seen> {
  const seen: Seen = { alerts: [], scores: [], states: new Map() };
  const chain = await embedded({
    ports: {
      ...featurePorts('acme', { rules: ruleBook() }),
      inference: {
        config: inferenceConfigSchema.parse(TWO_MODELS),
        model: memoryModels([]),
        scores: ({ event, score }) => void seen.scores.push([event.id, score]),
      },
      correlation: { config: correlationConfigSchema.parse({}), rules: ruleBook() },
      alerts: { config: alertsConfigSchema.parse({}) },
    },
    maxBatch,
    store: watched(memoryStateStore(), seen.states),
    logger: quietLogger,
    metrics: unmeasured,
    onAlert: (alert) => void (alert.activity_id === 3 && seen.alerts.push(JSON.parse(JSON.stringify(alert)))),
    onIncident() {},
    onDeadLetter() {},
  });
  const source = rawSource({ tenant: '', format: '', partitions: chain.rawPartitions });
  let read = 0;
  for await (const lines of mergeFiles([SAMPLE], 1000)) {
    read += lines.length;
    if (read <= FROM) continue;
    if (read > FROM + LINES) break;
    const sends = source.records(lines);
    await chain.feed(sends, source.clock.now);
    await chain.settle();
  }
  await chain.feed(source.end(), source.clock.now);
  await chain.settle();
  await chain.close();
  return seen;
}

function watched(store: StateStore, states: Map<string, Uint8Array[]>): StateStore {
  return {
    ...store,
    save(shard, version, change) {
      const stage = shard.split(':')[0] ?? '';
      const saved = [...change.states.values()].filter((bytes) => bytes !== null);
      states.set(stage, [...(states.get(stage) ?? []), ...saved].slice(-20));
      return store.save(shard, version, change);
    },
  };
}

describe.each(STAGES.map((stage) => [stage.name, stage] as const))('%s', (name, stage) => {
  it('names topics that exist, tables that are compacted, and a dead-letter topic', () => {
    const known = new Map(TOPICS.map((topic) => [topic.name as string, topic]));
    for (const topic of [stage.reads, ...stage.writes, ...stage.tables]) expect(known.has(topic.name)).toBe(true);
    for (const table of stage.tables) expect(table).toMatchObject({ cleanup: 'compact', partitions: 1 });
    expect(known.has(`${name}.dlq`)).toBe(true);
  });

  it('does not read what it writes', () => {
    expect(stage.writes.map((topic) => topic.name)).not.toContain(stage.reads.name);
  });
});

it('is two chains: each stage but the first of each reads what another writes', () => {
  const written = new Set(STAGES.flatMap((stage) => stage.writes.map((topic) => topic.name as string)));
  const sources = STAGES.filter((stage) => !written.has(stage.reads.name)).map((stage) => stage.name);
  expect(sources).toEqual(['intake', 'scrub']);
  expect(HEARD_TOPICS.has('alerts.raised.v1')).toBe(false);
});

describe('every stage, on real telemetry', () => {
  let whole: Seen;
  beforeAll(async () => {
    whole = await run(1000);
  });

  it('finds the attack and scores each event once', () => {
    expect(whole.alerts.length).toBeGreaterThan(0);
    expect(whole.scores.length).toBe(LINES);
    expect(new Set(whole.scores.map((score) => JSON.stringify(score))).size).toBe(LINES);
  });

  it.each([7, 130])('gives the same alerts and scores when records come %i at a time', async (maxBatch) => {
    const parted = await run(maxBatch);
    expect(parted.scores).toEqual(whole.scores);
    expect(parted.alerts.map(withoutWatermark)).toEqual(whole.alerts.map(withoutWatermark));
  });

  it.each(DETECTION.filter((stage) => stage.state).map((stage) => [stage.name, stage] as const))(
    '%s reads its states back from any place in a buffer',
    (name, stage) => {
      const codec = stage.state as NonNullable<typeof stage.state>;
      const states = whole.states.get(name) ?? [];
      expect(states.length).toBeGreaterThan(0);
      for (const bytes of states) {
        const moved = Buffer.concat([Buffer.from('x'), bytes]).subarray(1);
        const decoded = codec.decode(moved);
        expect(Buffer.from(codec.encode(decoded as never)).equals(bytes)).toBe(true);
        expect(Buffer.from(moved).equals(bytes)).toBe(true);
      }
    },
  );
});

/** How far the watermark was when an alert closed hangs on the batches; what it says does not. */
function withoutWatermark(alert: unknown): unknown {
  const { unmapped, ...rest } = alert as { unmapped: string };
  const { completeness, ...facts } = JSON.parse(unmapped);
  return { ...rest, ...facts, completeness: { ...completeness, watermark: 0 } };
}

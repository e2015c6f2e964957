import { describe, expect, it } from '@jest/globals';
import { readTopicFiles, type TopicFile } from '../contracts.ts';
import { type Cluster, type FoundTopic, fitted, planTopics } from './plan.ts';

const file = (change: Partial<TopicFile> = {}): TopicFile => ({
  name: 'telemetry.events.v1',
  partitions: 6,
  replicas: 3,
  config: { 'cleanup.policy': 'delete', 'retention.ms': '86400000', 'min.insync.replicas': '2' },
  isGrowable: false,
  compatibility: 'BACKWARD_TRANSITIVE',
  ...change,
});
/** The topic exactly as a file wants it, on a cluster of as many brokers as it has replicas. */
function made(topic: TopicFile, change: Partial<FoundTopic> = {}): Cluster {
  const { partitions, replicas, config } = topic;
  const found = { partitions, replicas, config: { ...config, 'segment.bytes': '1' }, overrides: config, ...change };
  return { brokers: 3, topics: new Map([[topic.name, found]]), horizonsMs: new Map() };
}
const empty: Cluster = { brokers: 3, topics: new Map(), horizonsMs: new Map() };

describe('a plan', () => {
  it('is empty when the broker has what the file says', () => {
    expect(planTopics([file()], made(file()))).toEqual([]);
  });

  it('creates what is missing', () => {
    expect(planTopics([file()], empty)).toEqual([
      { kind: 'create', topic: 'telemetry.events.v1', partitions: 6, replicas: 3, config: file().config },
    ]);
  });

  it('changes settings and keeps those that others set on the topic', () => {
    const config = { ...file().config, 'retention.ms': '1000', 'compression.type': 'zstd' };
    const [step] = planTopics([file()], made(file(), { config, overrides: config }));
    expect(step).toEqual({
      kind: 'configure',
      topic: 'telemetry.events.v1',
      changes: [{ setting: 'retention.ms', from: '1000', to: '86400000' }],
      overrides: { ...file().config, 'compression.type': 'zstd' },
    });
  });

  it('takes a setting that the broker has by default as it is', () => {
    expect(planTopics([file()], made(file(), { overrides: {} }))).toEqual([]);
  });

  it.each([
    ['a keyed topic that should grow', file(), { partitions: 3 }, /VEDETTE_EPOCH/],
    ['a topic that should shrink', file(), { partitions: 9 }, /takes no partitions away/],
    ['replicas that the cluster could have', file(), { replicas: 1 }, /kafka-reassign-partitions/],
  ])('refuses %s, and says the way', (_, topic, found, way) => {
    const steps = planTopics([topic], made(topic, found)).filter(({ kind }) => kind === 'refuse');
    expect(steps).toEqual([{ kind: 'refuse', topic: topic.name, reason: expect.stringMatching(way) }]);
  });

  it('lets only a growable topic grow, and leaves one that has grown further alone', () => {
    const raw = file({ isGrowable: true });
    expect(planTopics([raw], made(raw, { partitions: 3 }))).toEqual([
      { kind: 'grow', topic: raw.name, from: 3, to: 6 },
    ]);
    expect(planTopics([raw], made(raw, { partitions: 12 }))).toEqual([]);
  });

  it.each([
    [3_600_000, '3599999', true],
    [3_600_000, '3600000', false],
    [3_600_000, '-1', false],
    [0, '1', false],
  ])('with a window of %i ms and retention of %s ms: refused is %s', (horizonMs, retention, isRefused) => {
    const topic = file({ config: { 'cleanup.policy': 'delete', 'retention.ms': retention } });
    const steps = planTopics([topic], { ...empty, horizonsMs: new Map([[topic.name, horizonMs]]) });
    expect(steps[0]?.kind === 'refuse').toBe(isRefused);
  });
});

describe('a small cluster', () => {
  it.each([
    [1, 1, '1'],
    [2, 2, '1'],
    [3, 3, '2'],
    [5, 3, '2'],
  ])('of %i brokers gets %i replicas with at least %s in sync', (brokers, replicas, least) => {
    const [step] = planTopics([file()], { ...empty, brokers });
    expect(step).toMatchObject({ kind: 'create', replicas, config: { 'min.insync.replicas': least } });
  });

  it('does not drift for having fewer replicas than the file wants', () => {
    const small = fitted(file(), 1);
    expect(planTopics([file()], { ...made(file(), small), brokers: 1 })).toEqual([]);
  });
});

describe('the files of the house', () => {
  it('are sound, and none forgets sooner than its stage looks back', async () => {
    const { STAGES } = await import('../../topology.ts');
    const horizonsMs = new Map(STAGES.map((stage) => [stage.reads.name as string, stage.horizonMs]));
    const steps = planTopics(readTopicFiles(), { ...empty, horizonsMs });
    expect(steps.filter(({ kind }) => kind !== 'create')).toEqual([]);
    expect(steps.length).toBeGreaterThan(20);
  });
});

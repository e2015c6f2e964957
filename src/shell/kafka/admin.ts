import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Admin } from 'kafkajs';
import type { Logger } from '../../ports.ts';
import type { FoundTopic } from '../topics/plan.ts';
import { type KafkaConfig, kafkaClient, PATIENT } from './client.ts';
import { askAdmin } from './log-reader.ts';

export interface GroupStatus {
  readonly group: string;
  /** Stable, Empty, Dead, PreparingRebalance ... as the broker says. */
  readonly state: string;
  readonly members: number;
}

export interface NewTopic {
  readonly topic: string;
  readonly partitions: number;
  readonly replicas: number;
  readonly config: Readonly<Record<string, string>>;
}

/** What an operator's commands ask of the cluster. */
export interface KafkaAdmin {
  brokers(): Promise<number>;
  /** Those of the names that exist. */
  topics(names: readonly string[]): Promise<ReadonlyMap<string, FoundTopic>>;
  create(topic: NewTopic): Promise<void>;
  /** The whole set of the topic's own settings: what is left out falls back to the broker's default. */
  configure(topic: string, overrides: Readonly<Record<string, string>>): Promise<void>;
  grow(topic: string, partitions: number): Promise<void>;
  groups(names: readonly string[]): Promise<readonly GroupStatus[]>;
  close(): Promise<void>;
}

/** Settings that were set on the topic itself. */
const TOPIC_SETTING = 1;

export function kafkaAdmin(config: KafkaConfig, logger: Logger): KafkaAdmin {
  const { ask, close } = askAdmin(kafkaClient(config, logger, PATIENT));
  return {
    brokers: () => ask('count the brokers', async (admin) => (await admin.describeCluster()).brokers.length),
    topics: (names) => ask('read the topics', (admin) => found(admin, names)),
    create: ({ topic, partitions, replicas, config: settings }) =>
      ask(`create ${topic}`, async (admin) => {
        const configEntries = entries(settings);
        const topics = [{ topic, numPartitions: partitions, replicationFactor: replicas, configEntries }];
        // The library's own wait gives up when the broker does not know the topic yet that it has just agreed to make
        await admin.createTopics({ topics, waitForLeaders: false });
        await untilShown(topic, async () => (await admin.listTopics()).includes(topic));
      }),
    configure: (topic, overrides) =>
      ask(`configure ${topic}`, async (admin) => {
        const resource = { type: kafkajs.ConfigResourceTypes.TOPIC, name: topic, configEntries: entries(overrides) };
        await admin.alterConfigs({ validateOnly: false, resources: [resource] });
      }),
    grow: (topic, count) =>
      ask(`add partitions to ${topic}`, async (admin) => {
        await admin.createPartitions({ topicPartitions: [{ topic, count }] });
        await untilShown(topic, async () => (await partitionsOf(admin, topic)) >= count);
      }),
    groups: (names) =>
      ask('read the consumer groups', async (admin) => {
        const { groups } = await admin.describeGroups([...names]);
        return groups.map(({ groupId, state, members }) => ({ group: groupId, state, members: members.length }));
      }),
    close,
  };
}

const KNOWN_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 100;

/** The controller agrees before the broker that is asked next has heard of it. */
async function untilShown(topic: string, isShown: () => Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; !(await isShown()); waitedMs += LOOK_EVERY_MS) {
    if (waitedMs >= KNOWN_WITHIN_MS) throw new Error(`the broker does not show ${topic} as it has made it`);
    await sleep(LOOK_EVERY_MS);
  }
}

async function partitionsOf(admin: Admin, topic: string): Promise<number> {
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  return topics[0]?.partitions.length ?? 0;
}

const entries = (settings: Readonly<Record<string, string>>) =>
  Object.entries(settings).map(([name, value]) => ({ name, value }));

async function found(admin: Admin, names: readonly string[]): Promise<ReadonlyMap<string, FoundTopic>> {
  const all = await admin.listTopics();
  const present = names.filter((name) => all.includes(name));
  if (present.length === 0) return new Map();
  const { topics } = await admin.fetchTopicMetadata({ topics: present });
  const resources = present.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name }));
  const described = await admin.describeConfigs({ resources, includeSynonyms: false });
  const settingsOf = new Map(described.resources.map((one) => [one.resourceName, one.configEntries]));
  return new Map(
    topics.map(({ name, partitions }) => {
      const all = (settingsOf.get(name) ?? []) as readonly Setting[];
      const config = Object.fromEntries(all.map(({ configName, configValue }) => [configName, configValue ?? '']));
      const own = all.filter(({ configSource }) => configSource === TOPIC_SETTING);
      const overrides = Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue ?? '']));
      const replicas = partitions[0]?.replicas.length ?? 0;
      return [name, { partitions: partitions.length, replicas, config, overrides }];
    }),
  );
}

interface Setting {
  readonly configName: string;
  readonly configValue: string | null;
  readonly configSource: number;
}

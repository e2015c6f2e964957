import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { kafka } from '../../scripts/stack/kafka.ts';
import { runningPid, stopProcess } from '../../scripts/stack/process.ts';
import { redis } from '../../scripts/stack/redis.ts';
import { registry } from '../../scripts/stack/registry.ts';
import type { Service } from '../../scripts/stack/service.ts';
import { clientEnvironment, type Settings, settingsFrom } from '../../scripts/stack/settings.ts';
import { down, up } from '../../scripts/stack/stack.ts';
import { readTopicFiles } from '../../src/shell/contracts.ts';
import { kafkaClient, PATIENT } from '../../src/shell/kafka/client.ts';
import { quietLogger } from '../../src/shell/quiet.ts';
import { fitted } from '../../src/shell/topics/plan.ts';
import { DETECTION } from '../../src/topology.ts';
import { succeed } from '../e2e/processes.ts';

const PROXY_PORT = 22_092;

/** Servers of this suite alone: it kills them. */
export const CHAOS_SETTINGS: Settings = {
  ...settingsFrom({
    VEDETTE_STACK_DIR: '.stack/chaos',
    VEDETTE_STACK_KAFKA_PORT: '21092',
    VEDETTE_STACK_REGISTRY_PORT: '21081',
    VEDETTE_STACK_REDIS_PORT: '21379',
  }),
  behindProxy: { port: 22_094, advertisedPort: PROXY_PORT },
};

export type ServerName = 'kafka' | 'redis' | 'registry';
type Client = ReturnType<ReturnType<typeof kafkaClient>['admin']>;

/** The real servers, to be broken. */
export interface Servers {
  readonly settings: Settings;
  /** What a process needs to find them. */
  readonly variables: ReturnType<typeof clientEnvironment>;
  /** The same, but that the broker is reached through a proxy between these ports. */
  readonly proxied: {
    readonly variables: Readonly<Record<string, string>>;
    readonly listenAt: number;
    readonly to: number;
  };
  /** Empty topics with so many partitions where the chain is keyed, no groups, no states. */
  reset(partitions: number): Promise<void>;
  start(server: ServerName): Promise<void>;
  /** SIGTERM lets it end in order, SIGKILL does not. */
  stop(server: ServerName, signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Removes what a stopped server has stored. */
  wipe(server: ServerName): void;
  redis<T>(work: (client: Redis) => Promise<T>): Promise<T>;
  admin<T>(work: (admin: Client) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Starts what does not run yet. Throws when a server cannot be had here. */
export async function openServers(settings = CHAOS_SETTINGS): Promise<Servers> {
  await up(settings);
  const variables = clientEnvironment(settings);
  const services: Readonly<Record<ServerName, Service>> = {
    kafka: kafka(settings),
    redis: redis(settings),
    registry: registry(settings),
  };
  await succeed(['schemas', 'register'], variables);
  const client = () =>
    kafkaClient({ brokers: [variables.KAFKA_BROKERS], clientId: 'vedette-chaos' }, quietLogger, PATIENT);

  async function admin<T>(work: (admin: Client) => Promise<T>): Promise<T> {
    const opened = client().admin();
    await opened.connect();
    try {
      return await work(opened);
    } finally {
      await opened.disconnect();
    }
  }

  async function withRedis<T>(work: (client: Redis) => Promise<T>): Promise<T> {
    const opened = new Redis(variables.REDIS_URL, { lazyConnect: true, retryStrategy: () => null });
    try {
      await opened.connect();
      return await work(opened);
    } finally {
      opened.disconnect();
    }
  }

  return {
    settings,
    variables,
    proxied: {
      variables: { ...variables, KAFKA_BROKERS: `127.0.0.1:${PROXY_PORT}` },
      listenAt: PROXY_PORT,
      to: settings.behindProxy?.port ?? settings.kafkaPort,
    },
    async reset(partitions) {
      await up(settings);
      await admin((client) => emptyTopics(client, partitions));
      await withRedis((client) => client.flushall());
    },
    start: (server) => up(settings, [services[server]]),
    async stop(server, signal) {
      const pid = runningPid(settings.state, server);
      if (pid !== null && signal === 'SIGKILL') process.kill(pid, 'SIGKILL');
      await stopProcess(settings.state, server);
    },
    wipe: (server) => rmSync(services[server].data, { recursive: true, force: true }),
    redis: withRedis,
    admin,
    close: () => down(settings, { wipe: true }),
  };
}

/** Topics of the chain of detection; tables and what nobody fills keep the partitions of their files. */
async function emptyTopics(admin: Client, partitions: number): Promise<void> {
  const ours = readTopicFiles();
  const names = new Set(ours.map(({ name }) => name));
  const found = (await admin.listTopics()).filter((name) => names.has(name));
  if (found.length > 0) await admin.deleteTopics({ topics: found });
  const groups = (await admin.listGroups()).groups.map(({ groupId }) => groupId);
  await deleteGroups(admin, groups);
  const topics = ours
    .map((file) => fitted(file, 1))
    .map((file) => ({
      topic: file.name,
      numPartitions: file.partitions > 1 ? partitions : 1,
      replicationFactor: 1,
      configEntries: Object.entries(file.config).map(([name, value]) => ({ name, value })),
    }));
  let shown: ReadonlySet<string> = new Set();
  await admin.createTopics({ topics, waitForLeaders: false });
  // agreed to is not yet shown
  while (!topics.every(({ topic }) => shown.has(topic))) {
    await sleep(100);
    shown = new Set(await admin.listTopics());
  }
  for (const { topic } of topics) await untilLed(admin, topic);
}

/** A source that meets a partition without a leader sends the others again, and its repeats are events of their own. */
async function untilLed(admin: Client, topic: string): Promise<void> {
  for (;;) {
    try {
      await admin.fetchTopicOffsets(topic);
      return;
    } catch {
      await sleep(100);
    }
  }
}

/** Members that were killed are only gone after their session timeout. */
async function deleteGroups(admin: Client, groups: readonly string[]): Promise<void> {
  const ours = new Set(DETECTION.map(({ name }) => `vedette.${name}`));
  for (let left = groups.filter((group) => ours.has(group)); left.length > 0; ) {
    left = (await Promise.all(left.map((group) => isDeleted(admin, group)))).filter((group) => group !== null);
    if (left.length > 0) await sleep(500);
  }
}

async function isDeleted(admin: Client, group: string): Promise<string | null> {
  try {
    await admin.deleteGroups([group]);
    return null;
  } catch {
    const { groups } = await admin.describeGroups([group]);
    return groups[0]?.state === 'Dead' ? null : group;
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { TopicFile } from '../../src/shell/contracts.ts';
import { kafkaAdmin } from '../../src/shell/kafka/admin.ts';
import { registryAdmin } from '../../src/shell/schemas/registry-admin.ts';
import { planTopics, type Step } from '../../src/shell/topics/plan.ts';
import { quiet } from './quiet.ts';
import { withServers } from './servers.ts';

const MAIN = join(import.meta.dirname, '../../src/main.ts');

await withServers(['kafka', 'registry', 'redis'], ({ kafka, registry, redis }) => {
  const variables = { KAFKA_BROKERS: kafka, SCHEMA_REGISTRY_URL: registry, REDIS_URL: redis, VEDETTE_HTTP_PORT: '0' };

  describe('topics', () => {
    const admin = kafkaAdmin({ brokers: kafka.split(','), clientId: 'vedette-test' }, quiet);
    afterAll(() => admin.close());
    const file = (change: Partial<TopicFile> = {}): TopicFile => ({
      name: `test.operations.${randomUUID()}`,
      partitions: 2,
      replicas: 1,
      config: { 'cleanup.policy': 'delete', 'retention.ms': '3600000' },
      isGrowable: false,
      compatibility: null,
      ...change,
    });
    const plan = async (topic: TopicFile): Promise<readonly Step[]> =>
      planTopics([topic], {
        brokers: await admin.brokers(),
        topics: await admin.topics([topic.name]),
        horizonsMs: new Map(),
      });
    const create = ({ name, partitions, replicas, config }: TopicFile) =>
      admin.create({ topic: name, partitions, replicas, config });

    it('are created, and then there is no drift', async () => {
      const topic = file();
      expect(await plan(topic)).toEqual([expect.objectContaining({ kind: 'create', topic: topic.name })]);
      await create(topic);
      expect(await plan(topic)).toEqual([]);
    });

    it('keep what others set on them when a setting is changed', async () => {
      const topic = file();
      await create({ ...topic, config: { ...topic.config, 'segment.bytes': '1048576', 'retention.ms': '1000' } });
      const [step] = await plan(topic);
      if (step?.kind !== 'configure') throw new Error(`${step?.kind}`);
      await admin.configure(topic.name, step.overrides);
      expect(await plan(topic)).toEqual([]);
      const found = (await admin.topics([topic.name])).get(topic.name);
      expect(found?.overrides).toEqual({ ...topic.config, 'segment.bytes': '1048576' });
    });

    it('grow where they may', async () => {
      const topic = file();
      await create(topic);
      const larger = { ...topic, partitions: 3 };
      expect(await plan(larger)).toEqual([expect.objectContaining({ kind: 'refuse' })]);
      await admin.grow(topic.name, 3);
      expect(await plan({ ...larger, isGrowable: true })).toEqual([]);
    });
  });

  describe('schemas', () => {
    const admin = registryAdmin({ url: registry });
    const schema = (...fields: object[]) => JSON.stringify({ type: 'record', name: 'R', namespace: 'vedette', fields });
    const a = { name: 'a', type: 'int', default: 0 };

    it('are registered once, under the level that was set first', async () => {
      const subject = `test.operations.${randomUUID()}-value`;
      expect(await admin.versions(subject)).toEqual([]);
      expect(await admin.isRegistered(subject, schema(a))).toBe(false);
      await admin.setCompatibility(subject, 'FULL_TRANSITIVE');
      const { id } = await admin.register(subject, schema(a));
      expect(await admin.register(subject, schema(a))).toEqual({ id, isNew: false });
      expect((await admin.versions(subject)).map(({ text }) => JSON.parse(text).fields)).toEqual([[a]]);
      await expect(admin.register(subject, schema({ name: 'a', type: 'string' }))).rejects.toThrow('409');
    });

    it('are a broken world when the registry is down, and a wrong URL is told', async () => {
      await expect(registryAdmin({ url: 'http://127.0.0.1:9' }).ping()).rejects.toThrow(/registry: no answer/);
      await expect(registryAdmin({ url: `${registry}/nowhere` }).ping()).rejects.toThrow('is its path right?');
    });
  });

  describe('a process', () => {
    const started: ChildProcess[] = [];
    afterAll(() => {
      for (const one of started) one.kill('SIGKILL');
    });

    function vedette(args: readonly string[], change: object = {}) {
      const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, ...args], {
        env: { PATH: process.env.PATH, ...variables, ...change },
      });
      started.push(child);
      const said = { out: '', err: '' };
      child.stdout.on('data', (chunk) => {
        said.out += chunk;
      });
      child.stderr.on('data', (chunk) => {
        said.err += chunk;
      });
      return { child, said, ended: once(child, 'exit').then(([code]) => code as number | null) };
    }

    it('prepares a cluster and finds it in order', async () => {
      expect(await vedette(['topics', 'apply']).ended).toBe(0);
      expect(await vedette(['schemas', 'register']).ended).toBe(0);
      expect(await vedette(['topics', 'plan']).ended).toBe(0);
      const doctor = vedette(['doctor', '--json']);
      expect(await doctor.ended).toBe(0);
      expect(JSON.parse(doctor.said.out).filter(({ status }: { status: string }) => status === 'fail')).toEqual([]);
    }, 60_000);

    it('serves its probes, drains on SIGTERM and exits with 0', async () => {
      const { child, said, ended } = vedette(['run', 'alerts']);
      const port = await until(() => /"httpPort":(\d+)/.exec(said.err)?.[1]);
      await until(async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok || undefined);
      expect(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).toContain('vedette_ready 1');
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(said.err).toContain('"msg":"drained"');
      expect(said.out).toBe('');
    }, 60_000);

    it.each([
      ['REDIS_URL', 'redis://127.0.0.1:9', 'Redis: no answer'],
      ['SCHEMA_REGISTRY_URL', 'http://127.0.0.1:9', 'schema registry: no answer'],
      ['KAFKA_BROKERS', '127.0.0.1:9', 'Kafka at 127.0.0.1:9: no answer'],
    ])(
      'waits for a %s that is not there, then gives up with 3 and says so',
      async (name, address, message) => {
        const { said, ended } = vedette(['run', 'alerts'], { [name]: address, VEDETTE_RETRY_LIMIT_MS: '1000' });
        expect(await ended).toBe(3);
        expect(said.err).toMatch(/waitsFor|waiting for Redis/);
        expect(said.err.trim().split('\n').at(-1)).toContain(message);
        expect(said.err).not.toMatch(/\n\s+at /);
      },
      60_000,
    );

    it('is not ready while it waits, and stops with 0 when told to', async () => {
      const { child, said, ended } = vedette(['run', 'alerts'], { REDIS_URL: 'redis://127.0.0.1:9' });
      const port = await until(() => /"httpPort":(\d+)/.exec(said.err)?.[1]);
      await until(() => said.err.includes('waiting') || undefined);
      expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(503);
      expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
    }, 60_000);
  });
});

async function until<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(100)) {
    const seen = await look();
    if (seen !== undefined) return seen;
  }
  throw new Error('it did not come');
}

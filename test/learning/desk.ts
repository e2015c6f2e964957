import {
  ALERTS_RAISED,
  type DetectionFinding,
  FEEDBACK_SUBMITTED,
  type Feedback,
  TRAINING_JOBS,
  type TrainingJob,
} from '../../src/domain/contracts.gen.ts';
import type { AnyTopic } from '../../src/domain/topic.ts';
import { readEnvironment } from '../../src/environment.ts';
import { kafkaBroker } from '../../src/shell/kafka/broker.ts';
import { quietLogger } from '../../src/shell/quiet.ts';
import { registryCodec } from '../../src/shell/schema-registry/codec.ts';
import { registryClient } from '../../src/shell/schema-registry/registry-client.ts';
import { until } from '../contract/until.ts';
import type { Variables } from '../e2e/processes.ts';

export type Desk = Awaited<ReturnType<typeof openDesk>>;

const AT_ONCE = 100;

/** Where a test gives feedback of a tenant and sees what becomes of it. */
export async function openDesk(variables: Variables, tenant: string, withinMs: number) {
  const { kafka, registry } = readEnvironment(variables);
  const broker = kafkaBroker(kafka, quietLogger);
  const codec = registryCodec(registryClient(registry));
  await codec.ready([FEEDBACK_SUBMITTED.name]);
  const producer = await broker.producer();

  async function values<T>(topic: AnyTopic): Promise<readonly T[]> {
    const found: T[] = [];
    for await (const { value } of broker.readAll(topic.name)) {
      const decoded = value && (await codec.decode(topic.name, value));
      if (decoded?.ok) found.push(decoded.value as T);
    }
    return found;
  }

  /** The alert of each host. */
  async function alertsOf(hosts: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    const look = async () => {
      for (const { activity_id, finding_info, message } of await values<DetectionFinding>(ALERTS_RAISED)) {
        const [, host] = /on host ((?:dump|deploy)-\S+)/.exec(finding_info.title ?? message ?? '') ?? [];
        if (activity_id === 1 && host && !found.has(host)) found.set(host, finding_info.uid);
      }
      return hosts.every((host) => found.has(host));
    };
    await until('every deed has raised its alert', look, withinMs);
    return found;
  }

  async function say(all: readonly Feedback[]): Promise<void> {
    const sends = all.map((one) => ({
      ...{ topic: FEEDBACK_SUBMITTED.name, partition: 0, key: Buffer.from(`${tenant}/${one.id}`) },
      value: codec.encode(FEEDBACK_SUBMITTED.name, one),
      headers: { 'tenant-id': Buffer.from(tenant) },
    }));
    for (let at = 0; at < sends.length; at += AT_ONCE) await producer.send(sends.slice(at, at + AT_ONCE));
  }

  /** The jobs once so many have come to their end. */
  async function ended(count: number): Promise<readonly TrainingJob[]> {
    let last: readonly TrainingJob[] = [];
    const look = async () => {
      const told = await values<TrainingJob>(TRAINING_JOBS);
      last = [...new Map(told.map((job) => [job.id, job])).values()];
      return last.length >= count && last.every(({ state }) => !['queued', 'running'].includes(state));
    };
    await until('all trainings have ended', look, withinMs);
    return last;
  }

  return {
    ...{ broker, values, alertsOf, say, ended },
    count: async (topic: string) => (await broker.offsets(topic)).reduce((sum, { end }) => sum + end, 0),
    async close() {
      await producer.close();
      await broker.close();
    },
  };
}

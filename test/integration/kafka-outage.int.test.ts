import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { kafka } from '../../scripts/stack/kafka.ts';
import { runningPid } from '../../scripts/stack/process.ts';
import { type Settings, settingsFrom } from '../../scripts/stack/settings.ts';
import { down, up } from '../../scripts/stack/stack.ts';
import type { Broker, Producer } from '../../src/ports.ts';
import { kafkaAdmin } from '../../src/shell/kafka/admin.ts';
import { kafkaBroker } from '../../src/shell/kafka/broker.ts';
import { type Recording, recordingHandler } from '../contract/recording-handler.ts';
import { until } from '../contract/until.ts';
import { quiet } from './quiet.ts';
import { randomPort } from './random-port.ts';

const TOPIC = 'outage';
/** Longer than a client can overlook. */
const DOWN_MS = 4000;

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A broker of its own, as the shared one must not be stopped; where Kafka cannot be had as a process this is skipped aloud. */
const settings = settingsFrom({
  VEDETTE_STACK_DIR: mkdtempSync(join(tmpdir(), 'vedette-outage-')),
  VEDETTE_STACK_KAFKA_PORT: randomPort(20_000),
});
const startBroker = () => up(settings, [kafka(settings)]);
const broken = await startBroker().then(
  () => null,
  (cause: Error) => cause.message,
);
const isRequired = (process.env.VEDETTE_REQUIRE ?? '').split(',').includes('kafka');
if (broken && !isRequired) process.stderr.write(`SKIPPED, no local Kafka: outages of a broker: ${broken}\n`);

(broken && !isRequired ? describe.skip : describe)('an outage of the broker', () => {
  let broker: Broker;
  let producer: Producer;

  beforeAll(async () => {
    const config = { brokers: [`127.0.0.1:${settings.kafkaPort}`], clientId: 'vedette-test' };
    const admin = kafkaAdmin(config, quiet);
    await admin.create({ topic: TOPIC, partitions: 2, replicas: 1, config: {} });
    await admin.close();
    broker = kafkaBroker(config, quiet);
    producer = await broker.producer();
  }, 200_000);

  afterAll(async () => {
    await producer?.close();
    await broker?.close();
    await down(settings, { wipe: true });
    rmSync(settings.state, { recursive: true, force: true });
  }, 60_000);

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'by %s loses nothing: what is sent meanwhile arrives, and the consumer goes on by itself',
    async (signal) => {
      const handler = recordingHandler({
        batch: (batch, control) => control.commit((batch.records.at(-1)?.offset ?? 0) + 1, signal),
      });
      const consumer = await broker.consume({ group: signal, topic: TOPIC, handler });
      let failed: unknown = null;
      consumer.failed.catch((cause) => {
        failed = cause;
      });
      await until('assigned', () => handler.calls.filter((call) => call.startsWith('assigned')).length === 2);

      const stop = new AbortController();
      const sending = sendUntil(producer, signal, stop.signal);
      await until('something was read', () => readOf(handler, signal).size > 20);
      await stopBroker(settings, signal);
      await pause(DOWN_MS);
      await startBroker();
      await until('the consumer is heard of again', () => Date.now() - consumer.lastSeen() < 1000, 60_000);
      await pause(2000);
      stop.abort();
      const sent = await sending;

      await until('all that was sent is read', () => sent.every((value) => readOf(handler, signal).has(value)), 60_000);
      expect(sent.length).toBeGreaterThan(40);
      expect(handler.overlaps).toEqual([]);
      expect(failed).toBeNull();
      await until(
        'the end is committed',
        async () => (await committedOf(broker, signal)) >= (await endOf(broker)),
        30_000,
      );
      await consumer.close();
    },
    180_000,
  );
});

/** Sends without end, one after the other; answers what was acknowledged, which is all, as the producer waits for the broker. */
async function sendUntil(producer: Producer, prefix: string, signal: AbortSignal): Promise<readonly string[]> {
  const sent: string[] = [];
  for (let index = 0; !signal.aborted; index++) {
    const value = `${prefix} ${index}`;
    await producer.send([{ topic: TOPIC, partition: index % 2, key: null, value: Buffer.from(value), headers: {} }]);
    sent.push(value);
    await pause(20);
  }
  return sent;
}

const readOf = (handler: Recording, prefix: string) =>
  new Set(handler.values().filter((value) => value.startsWith(prefix)));

async function stopBroker({ state }: Settings, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  process.kill(runningPid(state, 'kafka') ?? 0, signal);
  await until('the broker has ended', () => runningPid(state, 'kafka') === null, 60_000);
}

async function committedOf(broker: Broker, group: string): Promise<number> {
  return (await broker.committed(group, TOPIC)).reduce((sum, commit) => sum + (commit?.offset ?? 0), 0);
}

async function endOf(broker: Broker): Promise<number> {
  return (await broker.offsets(TOPIC)).reduce((sum, { end }) => sum + end, 0);
}

import { afterEach, expect, it, jest } from '@jest/globals';
import { sampleOf } from '../../../test/contract/samples.ts';
import {
  ALERTS_RAISED,
  type DetectionFinding,
  FEEDBACK_SUBMITTED,
  TOPICS,
  TRAINING_ORDERS,
  TRAINING_TRIGGERED,
  type VerdictValue,
} from '../../domain/contracts.gen.ts';
import type { AnyTopic } from '../../domain/topic.ts';
import { memoryBroker } from '../../memory/broker.ts';
import { memoryCodec } from '../../memory/codec.ts';
import { quietLogger } from '../../shell/quiet.ts';
import { readValues, send, sendOf } from '../table-topic.ts';
import { boundsOf } from './bounds.ts';
import type { ModelDesk } from './desk.ts';
import { keepWatch } from './keep-watch.ts';

const FLAGS = { leastRows: 1, alpha: 0.05, tolerance: 0.25, forwardedRatio: 3, degradedShare: 0.05, p99Ms: 100 };
const DAY_MS = 86_400_000;
const MODEL = { type_id: 4, name: '', uid: 'm', version: '1.0.0', type: '', desc: null };
const RULE = { ...MODEL, type_id: 1, uid: 'r' };

afterEach(() => {
  jest.restoreAllMocks();
});

function world() {
  let now = Date.now();
  const broker = memoryBroker({ topics: TOPICS, now: () => now, drive: 'auto' });
  const codec = { ...memoryCodec(), ready: async () => {} };
  // the registry has the model m, and nothing else
  const model = async ({ name }: { readonly name: string }) => ({ ok: name === 'm' });
  const desk = { environment: { httpPort: 0 }, broker, codec, model } as unknown as ModelDesk;
  const put = async (topic: AnyTopic, value: object) =>
    send(broker, [sendOf(topic, { tenant: 'acme', id: 'x' }, { ...sampleOf(topic.name), ...value }, codec)]);
  const sample = sampleOf(ALERTS_RAISED.name) as unknown as DetectionFinding;
  let alerts = 0;
  return {
    desk,
    passes: (ms: number) => {
      now += ms;
    },
    async judge(verdict: VerdictValue, named = MODEL) {
      const uid = `alert-${alerts++}`;
      const metadata = { ...sample.metadata, tenant_uid: 'acme' };
      const finding_info = { ...sample.finding_info, uid, related_analytics: [named, RULE] };
      await put(ALERTS_RAISED, { finding_info, metadata });
      await put(FEEDBACK_SUBMITTED, {
        tenant: 'acme',
        body: { 'vedette.Verdict': { alert: uid, verdict, reason: '' } },
      });
    },
    triggers: async () => (await readValues(broker, codec, TRAINING_TRIGGERED)).map(({ value }) => value),
    orders: async () => (await readValues(broker, codec, TRAINING_ORDERS)).map(({ value }) => value),
  };
}

/** Answers the lines that the watch wrote at its first look, and the metrics that it served after it: a look waits for no network, and the request does. */
async function watched(desk: ModelDesk): Promise<{ readonly lines: readonly object[]; readonly metrics: string }> {
  const stop = new AbortController();
  const lines: object[] = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(JSON.parse(String(text)));
    return true;
  });
  const { promise: port, resolve } = Promise.withResolvers<number>();
  const logger = { ...quietLogger, info: (facts: object) => resolve((facts as { httpPort: number }).httpPort) };
  const watching = keepWatch(desk, { bounds: boundsOf(FLAGS), mode: 'guard', logger, signal: stop.signal });
  const response = await fetch(`http://localhost:${await port}/metrics`);
  const metrics = await response.text();
  stop.abort();
  await watching;
  return { lines, metrics };
}

const shifts = (metrics: string) =>
  metrics.split('\n').filter((line) => line.startsWith('vedette_model_verdict_shifts'));

it('given verdicts whose share of false ones moves, when watched, then lines, metrics and a training tell it, and the tenant is trained on its verdicts', async () => {
  const { desk, judge, triggers, orders } = world();
  for (let i = 0; i < 100; i++) await judge(i % 10 === 0 ? 'false_positive' : 'true_positive');
  for (let i = 0; i < 100; i++) await judge(i % 10 < 7 ? 'false_positive' : 'true_positive');
  const { lines, metrics } = await watched(desk);
  expect(lines).toHaveLength(4);
  expect(lines).toContainEqual(
    expect.objectContaining({ drift: 'false alarms', model: 'm', version: '1.0.0', tenant: 'acme' }),
  );
  expect(shifts(metrics)).toEqual([
    'vedette_model_verdict_shifts{model="m",version="1.0.0"} 2',
    'vedette_model_verdict_shifts{model="ALL",version="ALL"} 2',
  ]);
  expect(await triggers()).toMatchObject([{ model: 'm', cause: 'drift' }]);
  expect(await orders()).toMatchObject([{ tenant: 'acme', action: 'train', kind: 'verdict', cause: 'drift' }]);
});

it('given verdicts whose share of false ones stays, when watched, then nothing is told', async () => {
  const { desk, judge, triggers, orders } = world();
  for (let i = 0; i < 200; i++) await judge(i % 3 === 0 ? 'false_positive' : 'true_positive');
  const { lines, metrics } = await watched(desk);
  expect([lines, shifts(metrics), await triggers(), await orders()]).toEqual([[], [], [], []]);
});

it('given a shift of the day before, when the watch starts, then it is not told again', async () => {
  const { desk, judge, passes, triggers } = world();
  passes(-DAY_MS - 60_000);
  for (let i = 0; i < 200; i++) await judge(i < 100 ? 'true_positive' : 'false_positive');
  const { lines } = await watched(desk);
  expect([lines, await triggers()]).toEqual([[], []]);
});

it('given an alert that names a model which the registry does not have, when it shifts, then no label has the name', async () => {
  const { desk, judge, triggers } = world();
  for (let i = 0; i < 200; i++) await judge(i < 100 ? 'true_positive' : 'false_positive', { ...MODEL, uid: 'n' });
  const { metrics } = await watched(desk);
  expect(shifts(metrics)).toEqual(['vedette_model_verdict_shifts{model="ALL",version="ALL"} 2']);
  expect(await triggers()).toEqual([]);
});

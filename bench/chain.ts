/**
 * The chain on a real Kafka, every stage and the broker on this machine: time from event to alert, sustained rate, loss,
 * cost by stage. Open loop: times count from the moment at which a record was to be sent. Prints JSON.
 *   npm run -s bench -- bench/chain.ts [--rate 1000] [--seconds 60] [--step-seconds 20] [--rates 2000,3000,4000,5000,6000,8000]
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { TELEMETRY_RAW } from '../src/domain/contracts.gen.ts';
import { readEnvironment } from '../src/environment.ts';
import { kafkaBroker } from '../src/shell/kafka/broker.ts';
import { quietLogger } from '../src/shell/quiet.ts';
import { registryCodec } from '../src/shell/schema-registry/codec.ts';
import { registryClient } from '../src/shell/schema-registry/registry-client.ts';
import { percentiles, watchAlerts } from './chain/arrivals.ts';
import { costs } from './chain/costs.ts';
import { load } from './chain/load.ts';
import { generator } from './chain/open-loop.ts';
import { ramp } from './chain/ramp.ts';
import { backlog, openWorld } from './chain/world.ts';
import { benchHeader, report } from './data.ts';
import { vedette } from './process.ts';

const { values } = parseArgs({
  options: {
    rate: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '60' },
    'step-seconds': { type: 'string', default: '20' },
    rates: { type: 'string', default: '2000,3000,4000,5000,6000,8000' },
  },
});
const WARM_UP = { eventsPerSecond: 500, seconds: 20 };
const MARKS_PER_SECOND = 20;
const DRAIN_WITHIN_MS = 180_000;

const world = await openWorld();
const environment = readEnvironment(process.env);
const broker = kafkaBroker(environment.kafka, quietLogger);
const arrivals = watchAlerts(broker, registryCodec(registryClient(environment.registry)));
try {
  await Promise.race([measure(), world.failed]);
} finally {
  await arrivals.close();
  await broker.close();
  await world.close();
}

async function measure(): Promise<void> {
  const partitions = (await broker.partitions(TELEMETRY_RAW.name)) ?? 0;
  const source = generator(load(partitions), await broker.producer());
  say('warming up');
  const warm = await source.run(WARM_UP.eventsPerSecond, WARM_UP.seconds, MARKS_PER_SECOND);
  await drained();
  say(`${values.rate} events/s for ${values.seconds} s`);
  const before = world.usage();
  const steady = await source.run(Number(values.rate), Number(values.seconds), MARKS_PER_SECOND);
  const cost = costs(before, world.usage(), steady.events);
  await drained();
  say('raising the rate');
  const steps = await ramp(
    values.rates.split(',').map(Number),
    Number(values['step-seconds']),
    source,
    broker,
    arrivals,
  );
  await drained();
  await sleep(2_000);
  const audit = JSON.parse((await vedette(['audit', '--json', '--wait', '60'])).stdout);
  const latency = (marks: readonly [number, number]) =>
    percentiles(arrivals.delays(source.planned, ...marks).map(([, ms]) => ms));
  report(benchHeader('chain', ['kafkajs', 'avsc', 'ioredis', 'onnxruntime-node']), {
    broker: 'one, on the same cores',
    warmUp: { ...WARM_UP, latency: latency(warm.marks) },
    steady: {
      eventsPerSecond: Number(values.rate),
      seconds: Number(values.seconds),
      latency: latency(steady.marks),
      generatorLateMs: steady.latestMs,
      cost,
    },
    ramp: steps,
    sustainedEventsPerSecond:
      steps.filter(({ isSustained }) => isSustained).at(-1)?.eventsPerSecond ?? Number(values.rate),
    loss: {
      sent: source.events,
      readByIntake: readBy(audit.rows, 'intake'),
      marksSent: source.planned.size,
      marksRaised: arrivals.delays(source.planned, 0, source.planned.size).length,
      ledgerBalances: audit.balanced,
    },
    peakRssMb: Object.fromEntries(
      Object.entries(world.usage()).map(([name, used]) => [name, Math.round(used?.peakRssMb ?? 0)]),
    ),
  });
}

function say(text: string): void {
  console.error(text);
}

/** Resolves when every stage has read what there is. */
async function drained(): Promise<void> {
  const deadline = performance.now() + DRAIN_WITHIN_MS;
  for (let calm = 0; calm < 2 && performance.now() < deadline; await sleep(1_000)) {
    const lags = Object.values(await backlog(broker));
    // Control records come every second, so some are always on their way
    calm = lags.every((lag) => lag <= 100) ? calm + 1 : 0;
  }
}

function readBy(rows: readonly { readonly place: string; readonly in: number }[], stage: string): number {
  return rows.filter(({ place }) => place.startsWith(`${stage}/`)).reduce((sum, row) => sum + row.in, 0);
}

import { setTimeout as sleep } from 'node:timers/promises';
import { TELEMETRY_RAW } from '../../src/domain/contracts.gen.ts';
import { brokerContract } from '../contract/broker-contract.ts';
import { stateStoreContract } from '../contract/state-store-contract.ts';
import { simBroker } from './broker.ts';
import { Chaos } from './chaos.ts';
import { planOf } from './plan.ts';
import { SimProcess } from './process.ts';
import { Random } from './random.ts';
import { Scheduler } from './scheduler.ts';
import { KafkaServer } from './server.ts';
import { StoreServer } from './store.ts';

/** A world in which nothing fails and virtual time goes on as the clock does. */
function calm(partitions: number) {
  const seeded = planOf(1, []);
  const plan = { ...seeded, tickMs: 300, maxBatch: 500, partitions: { ...seeded.partitions, raw: partitions } };
  const scheduler = new Scheduler(Date.now(), null);
  const chaos = new Chaos(plan, new Random(1, 'chaos'));
  const world = { plan, scheduler, chaos, random: new Random(1, 'world'), server: new KafkaServer(plan, scheduler) };
  const process = new SimProcess('tested', scheduler, chaos);
  let isOver = false;
  const drive = async () => {
    while (!isOver) {
      await scheduler.run(Date.now(), () => false);
      await sleep(1);
    }
  };
  void drive();
  const end = async () => {
    isOver = true;
  };
  return { ...world, process, end };
}

brokerContract('simulated', async (partitions) => {
  const world = calm(partitions);
  const broker = simBroker({ ...world, saved: new Map(), onConsumer: () => {} });
  return { topic: TELEMETRY_RAW.name, broker: { ...broker, close: world.end } };
});

stateStoreContract('simulated', async () => {
  const { process, end } = calm(1);
  return { ...new StoreServer().for(process), close: end };
});

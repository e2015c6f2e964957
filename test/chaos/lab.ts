import { setTimeout as sleep } from 'node:timers/promises';
import { readEnvironment } from '../../src/environment.ts';
import type { Broker, Codec, Producer, Send } from '../../src/ports.ts';
import { kafkaBroker } from '../../src/shell/kafka/broker.ts';
import { quietLogger } from '../../src/shell/quiet.ts';
import { registryCodec } from '../../src/shell/schema-registry/codec.ts';
import { registryClient } from '../../src/shell/schema-registry/registry-client.ts';
import { RetriableError } from '../../src/stage.ts';
import { type Reference, reference } from './reference.ts';
import type { Servers } from './servers.ts';
import { type Workload, type WorkloadOptions, workload } from './workload.ts';

/** What every cell works with. */
export interface Lab {
  readonly servers: Servers;
  readonly broker: Broker;
  readonly codec: Codec;
  /** What a fault-free run makes of such a workload; the same question is answered once. */
  expected(options: WorkloadOptions): Promise<Reference>;
  say(text: string): void;
  close(): Promise<void>;
}

export function openLab(servers: Servers, say: (text: string) => void): Lab {
  const environment = readEnvironment(servers.variables);
  const broker = patient(kafkaBroker(environment.kafka, quietLogger));
  const known = new Map<string, Promise<Reference>>();
  return {
    servers,
    broker,
    codec: registryCodec(registryClient(environment.registry)),
    expected(options) {
      // neither the tenants' prefix nor the week changes what is found
      const plain = { ...options, prefix: 'reference', weeks: 0 };
      const key = JSON.stringify(plain);
      const found = known.get(key) ?? reference(workload(plain));
      known.set(key, found);
      return found;
    },
    say,
    close: () => broker.close(),
  };
}

export interface Feed {
  /** Records that the broker has acknowledged, in their order. */
  readonly sent: number;
  /** All is acknowledged. */
  readonly done: Promise<void>;
}

const CHUNK = 2_000;

/** Sends the workload as a patient source would: what is not acknowledged is sent again. */
export function feed(producer: Producer, load: Workload, perSecond = Number.POSITIVE_INFINITY): Feed {
  let sent = 0;
  async function run(): Promise<void> {
    const startedAt = performance.now();
    const size = Math.min(CHUNK, Math.max(20, Math.ceil(perSecond / 10)));
    for (const sends of load.chunks(size)) {
      await sendPatiently(producer, sends);
      sent += sends.filter(({ value }) => value !== null).length;
      const dueMs = (sent / perSecond) * 1000;
      await sleep(Math.max(0, dueMs - (performance.now() - startedAt)));
    }
    await sendPatiently(producer, load.end());
  }
  const done = run();
  // a cell that fails before it waits for the source shall not end the process
  done.catch(() => {});
  return {
    get sent() {
      return sent;
    },
    done,
  };
}

const LOOK_FOR_MS = 30_000;

/** A broker that has just started, or made a topic anew, does not lead it yet: what a cell wants to see it asks again. */
function patient(broker: Broker): Broker {
  const offsets: Broker['offsets'] = (topic) => patiently(() => broker.offsets(topic), LOOK_FOR_MS);
  return {
    ...broker,
    offsets,
    async *readAll(topic) {
      await offsets(topic);
      yield* broker.readAll(topic);
    },
    committed: (group, topic) => patiently(() => broker.committed(group, topic), LOOK_FOR_MS),
  };
}

const sendPatiently = (producer: Producer, sends: readonly Send[]): Promise<void> =>
  patiently(() => producer.send(sends), Number.POSITIVE_INFINITY);

/** Asks again for so long while the world is broken. */
async function patiently<T>(question: () => Promise<T>, forMs: number): Promise<T> {
  for (const deadline = performance.now() + forMs; ; await sleep(500)) {
    try {
      return await question();
    } catch (cause) {
      if (!(cause instanceof RetriableError) || performance.now() > deadline) throw cause;
    }
  }
}

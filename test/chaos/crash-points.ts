import type { BatchHandler, Broker, Codec, PartitionControl, Producer, Send, StateStore } from '../../src/ports.ts';
import { CONTROL_HEADER } from '../../src/runner/watermark.ts';

/** The moments of the runner at which a process can be killed, in their order within one batch. */
export const STEPS = [
  'after-read',
  'mid-batch',
  'before-produce',
  'between-acks',
  'after-produce',
  'before-save',
  'after-save',
  'before-commit',
  'after-commit',
] as const;
export type CrashStep = (typeof STEPS)[number];

/** Die at this step, when it comes for that time. */
export interface CrashPoint {
  readonly step: CrashStep;
  readonly time: number;
}

export interface Ports {
  readonly broker: Broker;
  readonly store: StateStore;
  readonly codec: Codec;
}

/** `<step>:<time>`. Throws on anything else. */
export function parseCrashPoint(text: string): CrashPoint {
  const [step, time] = text.split(':');
  const found = STEPS.find((one) => one === step);
  if (!found || !/^[1-9]\d{0,5}$/.test(time ?? '')) throw new Error(`no crash point: ${text}`);
  return { step: found, time: Number(time) };
}

/** The ports as they are, but that the process dies at the crash point. Steps count from the first batch that holds telemetry. */
export function mortal(ports: Ports, { step, time }: CrashPoint, die: () => never): Ports {
  let isAtWork = false;
  let passed = 0;
  function at(here: CrashStep): void {
    if (here !== step || !isAtWork) return;
    passed += 1;
    if (passed === time) die();
  }
  const begin = () => {
    isAtWork = true;
  };
  return {
    broker: mortalBroker(ports.broker, at, begin),
    store: mortalStore(ports.store, at),
    codec: {
      decode: (topic, bytes) => ports.codec.decode(topic, bytes),
      encode(topic, value) {
        at('mid-batch');
        return ports.codec.encode(topic, value);
      },
    },
  };
}

type At = (step: CrashStep) => void;

function mortalBroker(broker: Broker, at: At, begin: () => void): Broker {
  return {
    ...broker,
    producer: async () => mortalProducer(await broker.producer(), at),
    consume: (options) => broker.consume({ ...options, handler: mortalHandler(options.handler, at, begin) }),
  };
}

function mortalHandler(handler: BatchHandler, at: At, begin: () => void): BatchHandler {
  return {
    assigned: (partition, control) => handler.assigned(partition, mortalControl(control, at)),
    batch(batch, control) {
      const holdsTelemetry = batch.records.some(({ headers }) => !headers[CONTROL_HEADER]);
      if (holdsTelemetry) {
        begin();
        at('after-read');
      }
      return handler.batch(batch, mortalControl(control, at));
    },
    idle: (partition, end, control) => handler.idle(partition, end, mortalControl(control, at)),
    revoked: (partition) => handler.revoked(partition),
  };
}

function mortalControl(control: PartitionControl, at: At): PartitionControl {
  return {
    signal: control.signal,
    heartbeat: () => control.heartbeat(),
    seek: (offset) => control.seek(offset),
    async commit(offset, metadata) {
      at('before-commit');
      await control.commit(offset, metadata);
      at('after-commit');
    },
  };
}

function mortalProducer(producer: Producer, at: At): Producer {
  return {
    async send(records) {
      at('before-produce');
      const [first, rest] = halves(records);
      await producer.send(first);
      if (rest.length > 0) {
        at('between-acks');
        await producer.send(rest);
      }
      at('after-produce');
    },
    close: () => producer.close(),
  };
}

/** Two requests instead of one, so that there is a moment between their acks. */
const halves = (records: readonly Send[]): readonly [readonly Send[], readonly Send[]] => {
  const middle = Math.ceil(records.length / 2);
  return [records.slice(0, middle), records.slice(middle)];
};

function mortalStore(store: StateStore, at: At): StateStore {
  return {
    open: (shard) => store.open(shard),
    load: (...request) => store.load(...request),
    async save(shard, version, change) {
      at('before-save');
      const saved = await store.save(shard, version, change);
      at('after-save');
      return saved;
    },
    close: () => store.close(),
  };
}

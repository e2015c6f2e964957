import {
  ALERTS_SILENCES,
  MODELS_PROMOTED,
  PIPELINE_LEDGER,
  RULES_PUBLISHED,
  TOPICS,
} from '../../src/domain/contracts.gen.ts';
import { memoryBroker } from '../../src/memory/broker.ts';
import { virtualClock } from '../../src/memory/clock.ts';
import { memoryCodec } from '../../src/memory/codec.ts';
import { memoryStateStore } from '../../src/memory/state-store.ts';
import type { Broker, Send, StateStore, StoredRecord } from '../../src/ports.ts';
import { controlText } from '../../src/runner/watermark.ts';
import { type AnyRoom, type AnyStage, type RunnerOptions, runStage } from '../../src/runner.ts';
import { type Context, forward, type Input, type Rec, type Stage, type StateCodec } from '../../src/stage.ts';
import { promotion } from '../fixtures/promotion.ts';

/** Two small topics of the house stand for the input and the output of a toy stage. */
export const IN = ALERTS_SILENCES;
export const OUT = RULES_PUBLISHED;
export const TABLE = MODELS_PROMOTED;
export type In = typeof IN;
export type Out = typeof OUT;

export interface Count {
  seen: string[];
}

export const countCodec: StateCodec<Count> = {
  version: 1,
  encode: (state) => Buffer.from(JSON.stringify(state)),
  decode: (bytes) => JSON.parse(Buffer.from(bytes).toString()),
};

export const quiet = { info() {}, warn() {}, error() {} };
export const unmeasured = { count() {}, gauge() {}, observe() {} };
const ended = { from: 0, until: 0, author: '', alert: '', rule: '', entity: '', kind: 'silence' as const };

/** Emits, for each record, how many of its key came before, in the order they came; `boom` throws, `bad` is refused, `dull` is dropped. */
export function counting(process?: (input: Input<In>, context: Context<Count>) => void): Stage<In, Out, Count, null> {
  return {
    name: 'features',
    reads: IN,
    tables: [TABLE],
    writes: [OUT],
    state: countCodec,
    horizonMs: 1000,
    routineDrops: ['dull'],
    async open() {
      return {
        process: (batch, context) =>
          batch.map((input) => {
            if (input.value.reason === 'boom') throw new TypeError('a bug');
            if (input.value.reason === 'bad') return { kind: 'deadLetter', reason: 'bad_value' } as const;
            if (input.value.reason === 'dull') return { kind: 'drop', reason: 'dull' } as const;
            const state = context.state(input.key) ?? { seen: [] };
            state.seen.push(input.value.id);
            context.set(input.key, state);
            process?.(input, context);
            return forward<Out>(published(input, state.seen.length, context));
          }),
        timers: (due) =>
          due.map(({ key, due: at }) => ({ to: OUT, key, value: { ...rule(`timer-${at}`, 0), text: 'timer' } })),
      };
    },
  };
}

const rule = (id: string, time: number) => ({
  id,
  tenant: 'acme',
  version: '',
  status: 'enabled' as const,
  text: '',
  time,
});

function published(input: Input<In>, count: number, context: Context<Count>): Rec<Out> {
  const model = [...context.table(TABLE).values()].at(-1)?.version ?? '';
  return { to: OUT, key: input.key, value: { ...rule(input.value.id, count), version: model } };
}

export const OPTIONS: RunnerOptions = {
  controlEveryMs: 0,
  trustSource: false,
  retryLimitMs: 10_000,
  epoch: 0,
  heardTopics: new Set([OUT.name]),
};

export function world(partitions = 1) {
  const clock = virtualClock(1_000_000);
  const sizes: Record<string, number> = { [IN.name]: partitions, [OUT.name]: partitions };
  const topics = TOPICS.map((topic) => ({ name: topic.name, partitions: sizes[topic.name] ?? 1 }));
  const broker = memoryBroker({ topics, now: clock.now, drive: 'manual', maxBatch: 4 });
  const codec = memoryCodec();
  return { broker, clock, codec, store: memoryStateStore(), logger: quiet, metrics: unmeasured };
}

export type World = ReturnType<typeof world>;

export async function start(
  given: World,
  stage: AnyStage = counting() as AnyStage,
  options: Partial<RunnerOptions> = {},
) {
  const room: AnyRoom = await stage.open(null);
  return runStage(stage, room, given, { ...OPTIONS, ...options });
}

export const silence = (given: World, id: string, reason = '', key = 'acme/host', partition = 0): Send => ({
  topic: IN.name,
  partition,
  key: Buffer.from(key),
  value: given.codec.encode(IN.name, { ...ended, id, tenant: 'acme', reason }),
  headers: { 'tenant-id': Buffer.from('acme') },
});

/** A new version of the one entry of the table. */
export const promote = (given: World, version: string): Send => ({
  topic: TABLE.name,
  partition: 0,
  key: Buffer.from('acme/m'),
  value: given.codec.encode(TABLE.name, promotion({ tenant: 'acme', version })),
  headers: {},
});

export const control = (sender: string, senders: number, watermark: number, partition = 0): Send => ({
  topic: IN.name,
  partition,
  key: null,
  value: null,
  headers: { 'vedette-control': Buffer.from(controlText({ sender, senders, watermark, losses: {} })) },
});

export async function send(given: World, ...records: Send[]): Promise<void> {
  await (await given.broker.producer()).send(records);
}

export async function drain(given: World): Promise<void> {
  while (await given.broker.pump());
}

export async function logOf(broker: Broker, topic: string): Promise<StoredRecord[]> {
  const records: StoredRecord[] = [];
  for await (const record of broker.readAll(topic)) records.push(record);
  return records;
}

const isData = (record: StoredRecord) => !record.headers['vedette-control'];

/** Values of a topic, control records left out. */
export async function valuesOf<T>(given: World, topic: string): Promise<T[]> {
  const values: T[] = [];
  for (const record of (await logOf(given.broker, topic)).filter(isData)) {
    const decoded = await given.codec.decode(topic, record.value ?? Buffer.alloc(0));
    if (!decoded.ok) throw new Error(decoded.reason);
    values.push(decoded.value as T);
  }
  return values;
}

export const ledgerOf = (given: World) =>
  valuesOf<import('../../src/domain/contracts.gen.ts').LedgerEntry>(given, PIPELINE_LEDGER.name);

/** Waits for nothing. */
export const impatient = ({ clock }: World): World['clock'] => ({ ...clock, sleep: async () => {} });

/** A store that can be emptied, and whose saves a test can watch or break. */
export function fragile(given: World, onSave: (count: number) => unknown = () => {}) {
  let inner = memoryStateStore();
  let saves = 0;
  const store: StateStore = {
    open: (...rest) => inner.open(...rest),
    load: (...rest) => inner.load(...rest),
    async save(...rest) {
      await onSave(++saves);
      return inner.save(...rest);
    },
    async close() {},
  };
  return {
    world: { ...given, store, clock: impatient(given) } as World,
    empty: () => {
      inner = memoryStateStore();
    },
  };
}

import {
  type FeatureRow,
  type LedgerEntry,
  PIPELINE_LEDGER,
  TELEMETRY_FEATURES,
  TOPICS,
} from '../../src/domain/contracts.gen.ts';
import { memoryBroker } from '../../src/memory/broker.ts';
import { memoryCodec } from '../../src/memory/codec.ts';
import { memoryStateStore } from '../../src/memory/state-store.ts';
import type { Send } from '../../src/ports.ts';
import { CONTROL_HEADER } from '../../src/runner/watermark.ts';
import { type AnyRoom, type AnyStage, runStage } from '../../src/runner.ts';
import { quietLogger, unmeasured } from '../../src/shell/quiet.ts';
import { featuresConfigSchema } from '../../src/stages/features/config.ts';
import { features } from '../../src/stages/features/stage.ts';
import { intakeConfigSchema } from '../../src/stages/intake/config.ts';
import { intake } from '../../src/stages/intake/stage.ts';
import { HEARD_TOPICS } from '../../src/topology.ts';
import { ruleBook } from '../fixtures/rule-book.ts';

const OPTIONS = { controlEveryMs: 1, trustSource: false, retryLimitMs: 1_000, epoch: 0, heardTopics: HEARD_TOPICS };
const RAW_PARTITIONS = 3;

export interface Fed {
  /** Rows by the id of their event. */
  readonly rows: ReadonlyMap<string, FeatureRow>;
  readonly ledger: readonly LedgerEntry[];
}

/** Intake and features as they run live, on twins: what rows come of these records, all appended at one moment. */
export async function rowsOf(records: readonly Send[], now: number): Promise<Fed> {
  const topics = TOPICS.map(({ name }) => ({ name, partitions: name.startsWith('telemetry.') ? RAW_PARTITIONS : 1 }));
  const broker = memoryBroker({ topics, now: () => now, drive: 'manual' });
  const codec = memoryCodec();
  const clock = { now: () => now, sleep: async () => {} };
  const world = { broker, codec, clock, store: memoryStateStore(), logger: quietLogger, metrics: unmeasured };
  const rooms: readonly (readonly [AnyStage, AnyRoom])[] = [
    [intake as AnyStage, (await intake.open({ config: intakeConfigSchema.parse({}) })) as AnyRoom],
    [
      features as AnyStage,
      (await features.open({ config: featuresConfigSchema.parse({}), rules: ruleBook() })) as AnyRoom,
    ],
  ];
  const running = await Promise.all(rooms.map(([stage, room]) => runStage(stage, room, world, OPTIONS)));
  await (await broker.producer()).send(records);
  // The second time round the ledger entries of the first idle moment are written
  for (let idle = 0; idle < 2; idle++) {
    while (await broker.pump());
    await broker.tick();
  }
  const rows = new Map<string, FeatureRow>();
  for await (const value of valuesOf<FeatureRow>(TELEMETRY_FEATURES.name)) rows.set(value.event.id, value);
  const ledger: LedgerEntry[] = [];
  for await (const entry of valuesOf<LedgerEntry>(PIPELINE_LEDGER.name)) ledger.push(entry);
  for (const stage of running) await stage.close();
  return { rows, ledger };

  async function* valuesOf<T>(topic: string): AsyncGenerator<T> {
    for await (const { value, headers } of broker.readAll(topic)) {
      if (!value || headers[CONTROL_HEADER]) continue;
      const decoded = await codec.decode(topic, value);
      if (!decoded.ok) throw new Error(decoded.reason);
      yield decoded.value as T;
    }
  }
}

/** All stages in one process on memory/: what `vedette demo`, `vedette replay` and most tests run. */

import type { DetectionFinding, IncidentFinding, LedgerEntry } from './domain/contracts.gen.ts';
import {
  ALERTS_EVIDENCE,
  ALERTS_FLAT,
  ALERTS_RAISED,
  INCIDENTS_RAISED,
  PIPELINE_LEDGER,
  TELEMETRY_RAW,
  TOPICS,
} from './domain/contracts.gen.ts';
import { memoryBroker } from './memory/broker.ts';
import { memoryCodec } from './memory/codec.ts';
import { referenceCodec } from './memory/reference-codec.ts';
import { decoded, sink } from './memory/sink.ts';
import { memoryStateStore } from './memory/state-store.ts';
import type { Clock, Logger, Metrics, Send, StateStore, StoredRecord } from './ports.ts';
import { type AnyRoom, type AnyStage, type RunningStage, runStage } from './runner.ts';
import type { DetectionPorts } from './stage-ports.ts';
import { DETECTION, HEARD_TOPICS } from './topology.ts';

export interface EmbeddedOptions {
  readonly ports: DetectionPorts;
  /** For every keyed topic; default: the counts in topics/. */
  readonly partitions?: number;
  /** Records that a stage takes at once, at most. */
  readonly maxBatch?: number;
  /** Default: in memory. */
  readonly store?: StateStore;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly onAlert: (alert: DetectionFinding) => void;
  readonly onIncident: (incident: IncidentFinding) => void;
  readonly onDeadLetter: (stage: string, record: StoredRecord) => void;
}

export interface Embedded {
  readonly rawPartitions: number;
  /** Takes records for the raw topic at the source's time and serves every stage once. */
  feed(records: readonly Send[], nowMs: number): Promise<void>;
  /** Serves the stages until nothing is left. */
  settle(): Promise<void>;
  ledger(): readonly LedgerEntry[];
  close(): Promise<void>;
}

const MAX_BATCH = 512;

/** Starts every stage on one memory broker. The same records fed in the same lists give the same output, byte for byte. */
export async function embedded(options: EmbeddedOptions): Promise<Embedded> {
  let now = 0;
  const clock: Clock = { now: () => now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };
  const sizes = TOPICS.map(({ name, partitions, cleanup }) => ({
    name,
    partitions: resized(name, partitions, cleanup, options.partitions),
  }));
  const broker = memoryBroker({
    topics: sizes,
    now: clock.now,
    drive: 'manual',
    maxBatch: options.maxBatch ?? MAX_BATCH,
    trim: true,
  });
  const codec = referenceCodec(memoryCodec());
  const world = {
    broker,
    codec,
    clock,
    store: options.store ?? memoryStateStore(),
    logger: options.logger,
    metrics: options.metrics,
  };
  const running: RunningStage[] = [];
  for (const stage of DETECTION as unknown as readonly AnyStage[]) {
    const room: AnyRoom = await stage.open(options.ports[stage.name as keyof DetectionPorts]);
    running.push(
      await runStage(stage, room, world, {
        controlEveryMs: 0,
        trustSource: true,
        retryLimitMs: 60_000,
        epoch: 0,
        heardTopics: HEARD_TOPICS,
      }),
    );
  }
  const entries: LedgerEntry[] = [];
  await sink(broker, ALERTS_RAISED.name, decoded(codec, ALERTS_RAISED, options.onAlert));
  await sink(broker, INCIDENTS_RAISED.name, decoded(codec, INCIDENTS_RAISED, options.onIncident));
  await sink(
    broker,
    PIPELINE_LEDGER.name,
    decoded(codec, PIPELINE_LEDGER, (entry) => void entries.push(entry)),
  );
  for (const topic of [ALERTS_FLAT, ALERTS_EVIDENCE]) await sink(broker, topic.name, () => {});
  for (const { name, reads } of DETECTION) {
    const asWritten = ({ value, ...rest }: StoredRecord) => ({
      ...rest,
      value: value && codec.written(reads.name, value),
    });
    await sink(broker, `${name}.dlq`, (record) => options.onDeadLetter(name, asWritten(record)));
  }
  const producer = await broker.producer();
  const failed = Promise.race(running.map((stage) => stage.failed));
  failed.catch(() => {});
  const pump = () => Promise.race([broker.pump(), failed]);
  return {
    rawPartitions: sizes.find(({ name }) => name === TELEMETRY_RAW.name)?.partitions ?? 1,
    async feed(records, nowMs) {
      now = nowMs;
      await producer.send(records);
      await pump();
    },
    async settle() {
      while (await pump());
    },
    ledger: () => entries,
    async close() {
      for (const stage of running) await stage.close();
    },
  };
}

function resized(name: string, partitions: number, cleanup: string, wanted: number | undefined): number {
  const single = cleanup === 'compact' || name === PIPELINE_LEDGER.name || name.endsWith('.dlq');
  return single || wanted === undefined ? partitions : wanted;
}

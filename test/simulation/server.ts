import { TOPICS } from '../../src/domain/contracts.gen.ts';
import { PartitionLog } from '../../src/memory/log.ts';
import type { Send, StoredRecord } from '../../src/ports.ts';
import type { Coordinator } from './coordinator.ts';
import type { Plan } from './plan.ts';
import type { Scheduler } from './scheduler.ts';

/** The brokers: logs that only grow, and the coordinators of the groups. */
export class KafkaServer {
  readonly coordinators = new Map<string, Coordinator>();
  private readonly topics = new Map<string, readonly PartitionLog[]>();
  private readonly scheduler: Scheduler;
  private waiting = new Map<PartitionLog, (() => void)[]>();
  appends = 0;
  /** No more records come from outside; a source of live telemetry that is idle for ever would never let time end. */
  isClosed = false;
  /** Partitions whose owner was told after that that time has gone on. */
  readonly rested = new Set<string>();

  constructor(plan: Plan, scheduler: Scheduler) {
    this.scheduler = scheduler;
    const { raw, events, features, signals, threats } = plan.partitions;
    const counts: Readonly<Record<string, number>> = {
      'telemetry.raw.v1': raw,
      'telemetry.events.v1': events,
      'telemetry.features.v1': features,
      'telemetry.signals.v1': signals,
      'threats.correlated.v1': threats,
    };
    for (const { name } of TOPICS)
      this.topics.set(
        name,
        Array.from({ length: counts[name] ?? 1 }, (_, partition) => new PartitionLog(partition)),
      );
  }

  logs(topic: string): readonly PartitionLog[] {
    const logs = this.topics.get(topic);
    if (!logs) throw new Error(`topic ${topic} does not exist`);
    return logs;
  }

  has(topic: string): boolean {
    return this.topics.has(topic);
  }

  log(topic: string, partition: number): PartitionLog {
    const log = this.logs(topic)[partition];
    if (!log) throw new Error(`${topic} has no partition ${partition}`);
    return log;
  }

  append(record: Send, timestamp = Math.floor(this.scheduler.now)): void {
    const log = this.log(record.topic, record.partition);
    const origin = Buffer.from(record.headers['vedette-origin'] ?? []).toString();
    this.scheduler.note(`${record.topic}/${record.partition}@${log.end} ${origin} ${record.value?.length ?? -1}`);
    log.append(record, timestamp);
    this.appends += 1;
    const waiting = this.waiting.get(log) ?? [];
    this.waiting.delete(log);
    for (const wake of waiting) wake();
  }

  /** Calls once when the log grows. */
  onAppend(log: PartitionLog, wake: () => void): void {
    const waiting = this.waiting.get(log);
    if (waiting) waiting.push(wake);
    else this.waiting.set(log, [wake]);
  }

  all(topic: string): readonly StoredRecord[] {
    return this.logs(topic).flatMap((log) => [...log.read(log.start, Number.MAX_SAFE_INTEGER)]);
  }
}

import type { AnyTopic } from '../domain/topic.ts';
import type { Send, StoredRecord } from '../ports.ts';
import type { Key, Rec } from '../stage.ts';
import { deadLetterRecord } from './dead-letter.ts';
import { ORIGIN_HEADER, TENANT_HEADER } from './decode.ts';
import type { StageWorld } from './deps.ts';
import { measureEntry } from './entry-metrics.ts';
import { add, type OpenEntry } from './ledger.ts';
import { lose } from './losses.ts';
import { offsetInEpoch, originText } from './origin.ts';
import type { RunnerRecord } from './record.ts';
import { CONTROL_HEADER, controlText } from './watermark.ts';
import { keyText } from './wire-key.ts';

/** One batch on its way: what will be sent and what will be saved, all of it or nothing. */
export class Turn {
  readonly record: RunnerRecord;
  readonly sends: Send[] = [];
  readonly states = new Set<string>();
  readonly timers = new Map<string, number | null>();
  /** Records by what became of them, for the metrics. */
  readonly outcomes: Record<string, number> = {};
  /** Entries of the ledger that are sent with the batch. */
  readonly told: OpenEntry[] = [];
  /** Event time of the newest record that has one, and append time of the oldest. */
  newestEvent: number | null = null;
  oldestAppend: number | null = null;
  /** A rebuild processes without sending or counting: it was all sent and counted before. */
  readonly silent: boolean;
  private readonly world: StageWorld;
  private readonly stage: string;
  private readonly sender: string;
  private at: { offset: number; index: number } = { offset: -1, index: 0 };
  private tenants = new Map<string, Uint8Array>();

  constructor(world: StageWorld, stage: string, partition: number, record: RunnerRecord, silent: boolean) {
    this.world = world;
    this.stage = stage;
    this.sender = `${stage}/${partition}`;
    this.record = record;
    this.silent = silent;
  }

  forward(records: readonly Rec<AnyTopic>[], offset: number, traceparent?: Uint8Array): void {
    for (const record of records) this.emit(record, offset, traceparent);
  }

  drop(reason: string, tenant: string, routine: boolean): void {
    add(this.record.entry.dropped, reason);
    if (!routine) lose(this.record.losses, this.sender, 'dropped', tenant);
  }

  deadLetter(topic: string, record: StoredRecord, reason: string, cause: unknown, tenant: string): void {
    const send = deadLetterRecord(this.stage, topic, record, reason, cause);
    const origin = Buffer.from(this.nextOrigin(record.offset));
    this.sends.push({ ...send, headers: { ...send.headers, 'vedette-dead-letter': origin } });
    add(this.record.entry.deadLettered, reason);
    lose(this.record.losses, this.sender, 'deadLettered', tenant);
  }

  count(what: 'late' | 'evicted', tenant: string): void {
    this.record.entry[what] += 1;
    lose(this.record.losses, this.sender, what, tenant);
  }

  /** After the save, so that what is repeated counts once. */
  measure(): void {
    const { stage, newestEvent, oldestAppend } = this;
    const { metrics, clock } = this.world;
    for (const [outcome, count] of Object.entries(this.outcomes))
      metrics.count('vedette_records_total', { stage, outcome }, count);
    const age = (name: string, time: number) => metrics.observe(name, { stage }, (clock.now() - time) / 1000);
    if (this.silent) return;
    for (const entry of this.told) measureEntry(metrics, entry);
    if (newestEvent !== null) age('vedette_event_age_seconds', newestEvent);
    if (oldestAppend !== null) age('vedette_append_age_seconds', oldestAppend);
  }

  /** To every partition of every topic that a stage behind us reads. */
  announce(senders: number): void {
    const { watermark, losses } = this.record;
    const text = Buffer.from(controlText({ sender: this.sender, senders, watermark, losses }));
    for (const { name } of this.world.internal) {
      for (let partition = 0; partition < this.partitions(name); partition++) {
        this.sends.push({ topic: name, partition, key: null, value: null, headers: { [CONTROL_HEADER]: text } });
      }
    }
    this.record.announced = watermark;
  }

  /** A record that no input asked for, such as a ledger entry. */
  note(topic: AnyTopic, key: string, value: unknown): void {
    const partition = this.world.partitionOf(key, this.partitions(topic.name));
    this.sends.push({
      topic: topic.name,
      partition,
      key: Buffer.from(key),
      value: this.world.codec.encode(topic.name, value),
      headers: {},
    });
  }

  private emit({ to, key, value }: Rec<AnyTopic>, offset: number, traceparent?: Uint8Array): void {
    const text = keyText(key);
    const partition = this.world.partitionOf(text, this.partitions(to.name));
    const headers: Record<string, Uint8Array> = {
      [TENANT_HEADER]: this.tenantBytes(key),
      [ORIGIN_HEADER]: Buffer.from(this.nextOrigin(offset)),
    };
    if (traceparent) headers.traceparent = traceparent;
    if (!this.world.options.heardTopics.has(to.name))
      Object.assign(headers, this.cloudEvent(to.name, headers[ORIGIN_HEADER]));
    const bytes = value === null ? null : this.world.codec.encode(to.name, value);
    this.sends.push({ topic: to.name, partition, key: Buffer.from(text), value: bytes, headers });
    this.record.entry.produced += 1;
    add(this.record.entry.sent, `${to.name}/${partition}`);
  }

  /** CloudEvents attributes for topics that outsiders read. */
  private cloudEvent(topic: string, id: Uint8Array | undefined): Record<string, Uint8Array> {
    const time = Buffer.from(new Date(this.world.clock.now()).toISOString());
    return {
      ce_id: id ?? Buffer.alloc(0),
      ce_source: Buffer.from(`vedette/${this.stage}`),
      ce_type: Buffer.from(topic),
      ce_time: time,
    };
  }

  private nextOrigin(offset: number): string {
    this.at = offset === this.at.offset ? { offset, index: this.at.index + 1 } : { offset, index: 0 };
    return originText(this.sender, offsetInEpoch(this.world.options.epoch, offset), this.at.index);
  }

  private tenantBytes({ tenant }: Key): Uint8Array {
    const bytes = this.tenants.get(tenant) ?? Buffer.from(tenant);
    this.tenants.set(tenant, bytes);
    return bytes;
  }

  private partitions(topic: string): number {
    const count = this.world.partitions.get(topic);
    if (count === undefined) throw new Error(`stage ${this.stage} writes ${topic}, which it does not declare`);
    return count;
  }
}

import type { StoredRecord, WireRecord } from '../ports.ts';

const SMALL = 64;

/** The log of one partition: offsets rise by one, the head may be cut off, as retention does. */
export class PartitionLog {
  private base = 0;
  private dead = 0;
  private records: StoredRecord[] = [];
  readonly partition: number;

  constructor(partition: number) {
    this.partition = partition;
  }

  get start(): number {
    return this.base + this.dead;
  }

  get end(): number {
    return this.base + this.records.length;
  }

  append(record: WireRecord, timestamp: number): void {
    const { key, value, headers } = record;
    this.records.push({ key, value, headers, partition: this.partition, offset: this.end, timestamp });
  }

  /** Records from the offset on, at most `max`, none at or beyond `end`. */
  read(offset: number, max: number, end = this.end): readonly StoredRecord[] {
    const from = Math.max(offset, this.start) - this.base;
    return this.records.slice(from, Math.min(from + max, end - this.base));
  }

  /** Forgets what lies before the offset. */
  trim(offset: number): void {
    this.dead = Math.max(this.dead, Math.min(offset, this.end) - this.base);
    // Half of them, so that cutting costs no more than appending did; what is dead must not be kept from the collector
    if (this.dead < SMALL || 2 * this.dead < this.records.length) return;
    this.records = this.records.slice(this.dead);
    this.base += this.dead;
    this.dead = 0;
  }
}

import { TELEMETRY_RAW } from '../domain/contracts.gen.ts';
import type { Send } from '../ports.ts';
import { CONTROL_HEADER, controlText } from '../runner/watermark.ts';
import { partitioner } from '../runner/wire-key.ts';
import { type SourceClock, sourceClock } from './clock.ts';
import { placeOf } from './lines.ts';
import type { SourceLine } from './merge.ts';
import { zeekHeads } from './zeek-heads.ts';

export interface SourceOptions {
  /** Empty: left to the binding or the default of the intake stage. */
  readonly tenant: string;
  /** Empty: detected. */
  readonly format: string;
  /** Partitions of the raw topic. */
  readonly partitions: number;
}

export interface RawSource {
  /** Records for the lines, with progress between them where it is due. */
  records(lines: readonly SourceLine[]): Send[];
  /** Says that nothing more will come. */
  end(): Send[];
  readonly clock: SourceClock;
}

const PROGRESS_MS = 10_000;
const PROGRESS_LINES = 500;
const LONGEST_SILENCE_MS = 300_000;

/** Turns lines into records of the raw topic: a host's lines go to one partition, each line has its file and number as id. */
export function rawSource({ tenant, format, partitions }: SourceOptions): RawSource {
  const clock = sourceClock();
  const partitionOf = partitioner();
  const fixed = { ...(tenant && { 'tenant-id': Buffer.from(tenant) }), ...(format && { format: Buffer.from(format) }) };
  const headOf = zeekHeads();
  let said = Number.NEGATIVE_INFINITY;
  let lines = 0;

  function progressIsDue(): boolean {
    const moved = clock.now - said;
    return (moved >= PROGRESS_MS && lines >= PROGRESS_LINES) || moved >= LONGEST_SILENCE_MS;
  }

  function progress(time: number): Send[] {
    said = time;
    lines = 0;
    const text = Buffer.from(controlText({ sender: 'source/0', senders: 1, watermark: time, losses: {} }));
    return Array.from({ length: partitions }, (_, partition) => control(partition, text));
  }

  function record(line: SourceLine): Send {
    const key = line.host || line.file;
    const headers = { ...headOf(line), ...fixed, ce_id: Buffer.from(placeOf(line)) };
    return {
      topic: TELEMETRY_RAW.name,
      partition: partitionOf(key, partitions),
      key: Buffer.from(key),
      value: line.bytes,
      headers,
    };
  }

  return {
    clock,
    records(chunk) {
      const sends: Send[] = [];
      for (const line of chunk) {
        clock.see(line.time, line.host);
        lines += 1;
        if (Number.isFinite(clock.now) && progressIsDue()) sends.push(...progress(clock.now));
        sends.push(record(line));
      }
      return sends;
    },
    end: () => progress(Number.POSITIVE_INFINITY),
  };
}

const control = (partition: number, text: Uint8Array): Send => ({
  topic: TELEMETRY_RAW.name,
  partition,
  key: null,
  value: null,
  headers: { [CONTROL_HEADER]: text },
});

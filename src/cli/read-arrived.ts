import type { Finding } from '../audit/balance.ts';
import type { Arrived } from '../audit/locate.ts';
import type { Broker, StoredRecord } from '../ports.ts';
import { ORIGIN_HEADER } from '../runner/decode.ts';
import { accept, type Marks, offsetWithoutEpoch, parseOrigin } from '../runner/origin.ts';

/** Reads the partitions in which records are missing, for what is there. By topic/partition. */
export async function readArrived(broker: Broker, findings: readonly Finding[]): Promise<ReadonlyMap<string, Arrived>> {
  const wanted = new Set(findings.flatMap(({ sent, partition }) => (sent ? [`${sent.topic}/${partition}`] : [])));
  const arrived = new Map([...wanted].map((input) => [input, collector()]));
  const whole = new Set<string>();
  for (const topic of new Set(findings.flatMap(({ sent }) => (sent ? [sent.topic] : [])))) {
    for (const [partition, { start }] of (await broker.offsets(topic)).entries())
      if (start === 0) whole.add(`${topic}/${partition}`);
    for await (const record of broker.readAll(topic)) arrived.get(`${topic}/${record.partition}`)?.take(record);
  }
  return new Map([...arrived].map(([input, { offsets }]) => [input, { isWhole: whole.has(input), offsets }]));
}

/** Takes a record as its receiver does: once. */
function collector() {
  const offsets = new Map<string, number[]>();
  const marks: Marks = {};
  return {
    offsets,
    take({ headers }: StoredRecord): void {
      const origin = parseOrigin(Buffer.from(headers[ORIGIN_HEADER] ?? []).toString());
      if (!origin || !accept(marks, origin)) return;
      const known = offsets.get(origin.sender) ?? [];
      known.push(offsetWithoutEpoch(origin.offset));
      offsets.set(origin.sender, known);
    },
  };
}

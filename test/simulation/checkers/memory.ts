import type { History } from '../history.ts';
import { STAGES } from '../rooms.ts';
import { found, type Verdict } from '../verdict.ts';

const MOST_CHECKPOINTS = 12;
const MOST_BYTES = 32_768;

/** I8: what is kept for ever is bounded by the number of senders, tenants and partitions, never by the number of records. */
export function memory({ server, store }: History): Verdict {
  const faults: string[] = [];
  const partitionsOf = new Map(STAGES.map(({ name, reads }) => [name, server.logs(reads.name).length]));
  const senders = [...partitionsOf.values()].reduce((a, b) => a + b, 0);
  for (const [shard, record] of store.records()) {
    const stage = STAGES.find(({ name }) => name === shard.split(':')[0]);
    const before = STAGES.find(({ writes }) => writes.some(({ name }) => name === stage?.reads.name));
    const most = before ? (partitionsOf.get(before.name) ?? 0) : 0;
    const over = (what: string, count: number, limit: number) => {
      if (count > limit) faults.push(`${shard}: ${count} ${what}, ${limit} at most`);
    };
    over('marks', Object.keys(record.marks).length, most);
    over('senders heard', Object.keys(record.heard.times).length, most);
    over('owners of losses', Object.keys(record.losses).length, senders);
    over('checkpoints', record.checkpoints.length, MOST_CHECKPOINTS);
    over('bytes of record', JSON.stringify(record).length, MOST_BYTES);
  }
  return found('memory', faults);
}

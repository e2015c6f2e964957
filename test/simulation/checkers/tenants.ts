import type { History } from '../history.ts';
import { STAGES } from '../rooms.ts';
import { textOf, toldOn } from '../truth.ts';
import { found, type Verdict } from '../verdict.ts';

const OUTPUTS = [...new Set(STAGES.flatMap(({ writes }) => writes.map(({ name }) => name)))];

/** I5: key, header, value and every event that it rests on are of one tenant. */
export function tenants(history: History): Verdict {
  const faults: string[] = [];
  for (const topic of OUTPUTS) {
    for (const { record, origin } of toldOn(history, topic)) {
      const tenant = textOf(record.headers['tenant-id']);
      const key = textOf(record.key).split('/')[0];
      if (key !== tenant) faults.push(`${topic} ${origin}: key of ${key}, header of ${tenant}`);
      for (const [id, owner] of eventsIn(record.value))
        if (owner !== tenant) faults.push(`${topic} ${origin}: event ${id} of ${owner} under ${tenant}`);
    }
  }
  return found('tenants', faults);
}

/** Ids of events as this workload gives them, with the tenant that they name, wherever in the value they stand. */
const eventsIn = (value: Uint8Array | null): readonly (readonly [id: string, tenant: string])[] =>
  [
    ...Buffer.from(value ?? [])
      .toString('latin1')
      .matchAll(/(?:e|poison-\w+)-(acme|globex)-\d+/g),
  ].map(([id, tenant = '']) => [id, tenant]);

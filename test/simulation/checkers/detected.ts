import { THREATS_CORRELATED, type Threat } from '../../../src/domain/contracts.gen.ts';
import type { History } from '../history.ts';
import { distinct, readValue, toldOn } from '../truth.ts';
import { found, skip, type Verdict } from '../verdict.ts';

/**
 * Every severe act of the workload is evidence of a closed alert on its machine, in whatever order and by whatever
 * partitions it came; and of one only, where the source itself sent it once.
 */
export function detected(history: History): Verdict {
  if (history.plan.faults['table-change'] > 0) return skip('detected', 'rules were switched off');
  const times = new Map<string, number>();
  for (const { record } of distinct(toldOn(history, THREATS_CORRELATED.name))) {
    const { phase, role, tenant, entity, evidenceIds } = readValue<Threat>(THREATS_CORRELATED.name, record);
    if (phase === 'close' && role === 'host') for (const id of evidenceIds) count(times, `${tenant} ${entity} ${id}`);
  }
  const isOnce = history.plan.faults['duplicate-events'] === 0;
  return found(
    'detected',
    history.workload.severe.flatMap(({ id, tenant, host }) => {
      const seen = times.get(`${tenant} ${host} ${id}`) ?? 0;
      if (seen === 0) return [`${id} on ${host} is in no closed alert`];
      return isOnce && seen > 1 ? [`${id} on ${host} is in ${seen} alerts`] : [];
    }),
  );
}

const count = (counts: Map<string, number>, name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);

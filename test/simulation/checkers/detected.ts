import { THREATS_CORRELATED, type Threat } from '../../../src/domain/contracts.gen.ts';
import { SILENT_SOURCE } from '../../../src/stages/features/silences.ts';
import type { History } from '../history.ts';
import { distinct, readValue, toldOn } from '../truth.ts';
import { found, join, skip, type Verdict } from '../verdict.ts';
import { STEADY_HOST } from '../workload.ts';

/** What the workload means to be found is found. */
export function detected(history: History): Verdict {
  if (history.plan.faults['table-change'] > 0) return skip('detected', 'rules were switched off');
  const closed = distinct(toldOn(history, THREATS_CORRELATED.name))
    .map(({ record }) => readValue<Threat>(THREATS_CORRELATED.name, record))
    .filter(({ phase, role, rule }) => phase === 'close' && role === 'host' && !rule.startsWith('sigma-'));
  return join([severeActs(history, closed), silentHost(history, closed)]);
}

/** The machine that spoke steadily and then no more is told to be silent, once. */
function silentHost({ plan, workload }: History, closed: readonly Threat[]): Verdict {
  if (workload.hasLate) return skip('detected', 'the silent machine was heard later than it is waited for');
  const told = closed.filter(({ rule, entity }) => rule === SILENT_SOURCE && entity === STEADY_HOST).length;
  const expected = plan.hasSilentHost ? 1 : 0;
  return found(
    'detected',
    told === expected ? [] : [`${STEADY_HOST} was told to be silent ${told} times for ${expected}`],
  );
}

/**
 * Every severe act of the workload is evidence of a closed alert on its machine, in whatever order and by whatever
 * partitions it came; and of one only, where the source itself sent it once.
 */
function severeActs(history: History, closed: readonly Threat[]): Verdict {
  const times = new Map<string, number>();
  for (const { tenant, entity, evidenceIds } of closed)
    for (const id of evidenceIds) count(times, `${tenant} ${entity} ${id}`);
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

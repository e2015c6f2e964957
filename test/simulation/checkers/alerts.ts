import {
  type LedgerEntry,
  PIPELINE_LEDGER,
  THREATS_CORRELATED,
  type Threat,
} from '../../../src/domain/contracts.gen.ts';
import { SILENT_SOURCE } from '../../../src/stages/features/silences.ts';
import type { History } from '../history.ts';
import { calmHistory } from '../reference.ts';
import { distinct, readValue, toldOn } from '../truth.ts';
import { found, join, skip, type Verdict } from '../verdict.ts';

/** I2: the closed alerts are those of a run over the same raw log without faults, evidence and ids included. */
export async function alerts(history: History): Promise<Verdict> {
  const reason = incomparable(history);
  if (reason) return skip('alerts', reason);
  const calm = await calmHistory(history);
  if (!calm.isSettled) return found('alerts', [`the run without faults is not settled: ${calm.unsettled}`]);
  const faults = differences(closedIn(calm), closedIn(history));
  if (faults.length === 0 || ![calm, history].some(hasEvicted)) return found('alerts', faults);
  return join([
    found('alerts', differences(withoutSilences(closedIn(calm)), withoutSilences(closedIn(history)))),
    skip('alerts of silent machines', 'spells were forgotten, and counted, for want of place'),
  ]);
}

function differences(expected: Closed, actual: Closed): readonly string[] {
  const missing = [...expected].filter(([uid]) => !actual.has(uid)).map(([uid, text]) => `missing ${uid} ${text}`);
  const extra = [...actual].filter(([uid]) => !expected.has(uid)).map(([uid, text]) => `extra ${uid} ${text}`);
  const other = [...expected]
    .filter(([uid, text]) => actual.has(uid) && actual.get(uid) !== text)
    .map(([uid, text]) => `${uid} is ${actual.get(uid)} for ${text}`);
  return [...missing, ...extra, ...other];
}

/** Where the outcome rests on more than the raw log: what came late is told by when the watermark came. */
function incomparable({ plan, workload }: History): string | null {
  if (workload.hasLate) return 'events came later than they are waited for';
  if (plan.faults['table-change'] > 0) return 'tables changed at a time that no log tells';
  return plan.faults.scatter > 0 ? 'several partitions feed a key' : null;
}

/** A machine's spells have few places while time stands behind them: which have none depends on when time goes on. */
const hasEvicted = ({ server }: History): boolean =>
  server.all(PIPELINE_LEDGER.name).some((record) => readValue<LedgerEntry>(PIPELINE_LEDGER.name, record).evicted > 0);

/** What each closed alert says, by its id. */
type Closed = ReadonlyMap<string, string>;

const withoutSilences = (closed: Closed): Closed =>
  new Map([...closed].filter(([, text]) => !text.includes(` ${SILENT_SOURCE} `)));

function closedIn(history: History): Closed {
  const threats = distinct(toldOn(history, THREATS_CORRELATED.name)).map(({ record }) =>
    readValue<Threat>(THREATS_CORRELATED.name, record),
  );
  return new Map(threats.filter(({ phase, rule }) => phase === (isSigma(rule) ? 'open' : 'close')).map(toldOf));
}

/** They stay open for a minute at least, longer than a history lasts. */
const isSigma = (rule: string): boolean => rule.startsWith('sigma-');

/**
 * A Sigma correlation fires on arrival, and its steps come by several partitions: which event decides follows from how
 * they met in the log of signals. That rule and group fired does not; nor does anything of an absence, which waits.
 */
function toldOf({ uid, tenant, rule, role, entity, evidenceIds, reasons }: Threat): [string, string] {
  if (isByArrival(rule)) return [`${tenant} ${rule} ${reasons[0]?.split(' for ').at(-1)}`, 'fired'];
  return [uid, `${tenant} ${rule} ${role}:${entity} ${[...evidenceIds].sort()}`];
}

const isByArrival = (rule: string): boolean => isSigma(rule) && rule !== 'sigma-absence';

import { balance } from '../../../src/audit/balance.ts';
import { summarise } from '../../../src/audit/summarise.ts';
import { type LedgerEntry, PIPELINE_LEDGER } from '../../../src/domain/contracts.gen.ts';
import type { History } from '../history.ts';
import { STAGES } from '../rooms.ts';
import { distinct, readValue, toldOn } from '../truth.ts';
import { found, join, skip, type Verdict } from '../verdict.ts';

/** A rebuild takes the newest tables: it may say what was not said before, or the other way round. */
export const isRebuiltByNewerTables = ({ wasEmptied, plan }: History): boolean =>
  wasEmptied && (plan.faults['table-change'] > 0 || plan.faults.silence > 0);

/** Why this history's ledger cannot be held to account; null where it can. */
export function uncounted(history: History): string | null {
  if (history.wasEmptied && history.plan.controlEveryMs === 0)
    return 'embedded, a stage tells its counts at the end, and the store was lost with them';
  return isRebuiltByNewerTables(history)
    ? 'what was sent by older tables before the store was lost is counted by the newest'
    : null;
}

/** I1: the ledger adds up, and it says what the logs say. */
export function ledger(history: History): Verdict {
  const reason = uncounted(history);
  if (reason) return skip('ledger', reason);
  const entries = history.server
    .all(PIPELINE_LEDGER.name)
    .map((record) => readValue<LedgerEntry>(PIPELINE_LEDGER.name, record));
  const findings = balance(entries).map(
    ({ kind, stage, partition, message }) => `${kind} at ${stage}/${partition}: ${message}`,
  );
  return join([found('ledger', findings), found('ledger', untrue(history, entries))]);
}

function untrue(history: History, entries: readonly LedgerEntry[]): readonly string[] {
  const { partitions } = summarise(entries);
  const sent = new Map<string, number>();
  for (const { writes } of STAGES)
    for (const { name } of writes)
      for (const { sender, record } of distinct(toldOn(history, name)))
        count(sent, `${sender} to ${name}/${record.partition}`);
  const said = new Map<string, number>();
  for (const part of partitions)
    for (const [place, by] of Object.entries(part.sent)) count(said, `${part.stage}/${part.partition} to ${place}`, by);
  return [...new Set([...sent.keys(), ...said.keys()])].flatMap((way) => {
    const [inLog, inLedger] = [sent.get(way) ?? 0, said.get(way) ?? 0];
    return inLog === inLedger ? [] : [`${way}: ${inLog} in the log, ${inLedger} in the ledger`];
  });
}

function count(counts: Map<string, number>, name: string, by = 1): void {
  counts.set(name, (counts.get(name) ?? 0) + by);
}

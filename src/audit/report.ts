import type { Finding } from './balance.ts';
import type { LedgerSummary } from './summarise.ts';

/** One row a stage and partition, as a person reads it. */
export interface AuditRow {
  readonly place: string;
  readonly from: number;
  readonly to: number;
  /** Records and control records not yet read; null where the end of the log is not known. */
  readonly behind: number | null;
  readonly in: number;
  readonly forwarded: number;
  readonly dropped: string;
  readonly deadLettered: string;
  readonly repeated: number;
  readonly late: number;
  readonly evicted: number;
  readonly isBalanced: boolean;
}

/** The ledger as rows, stages in the order given. */
export function auditRows(
  { partitions }: LedgerSummary,
  findings: readonly Finding[],
  order: readonly string[],
  ends: ReadonlyMap<string, number>,
): readonly AuditRow[] {
  const place = (stage: string) => (order.includes(stage) ? order.indexOf(stage) : order.length);
  const rows = [...partitions].sort((a, b) => place(a.stage) - place(b.stage) || a.partition - b.partition);
  return rows.map((part) => {
    const end = ends.get(`${part.topic}/${part.partition}`);
    const { from, to, forwarded, repeated, late, evicted } = part;
    return {
      place: `${part.stage}/${part.partition}`,
      ...{ from, to, behind: end === undefined ? null : Math.max(0, end - to) },
      ...{ in: part.in, forwarded, dropped: reasons(part.dropped), deadLettered: reasons(part.deadLettered) },
      ...{ repeated, late, evicted },
      isBalanced: !findings.some(
        (one) => one.severity === 'fault' && one.stage === part.stage && one.partition === part.partition,
      ),
    };
  });
}

function reasons(counts: Readonly<Record<string, number>>): string {
  const all = Object.entries(counts).sort(([, a], [, b]) => b - a);
  const sum = all.reduce((total, [, count]) => total + count, 0);
  return sum === 0 ? '0' : `${sum} (${all.map(([reason, count]) => `${reason} ${count}`).join(', ')})`;
}

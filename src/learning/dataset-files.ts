import { arrowBytes } from '../offline/arrow.ts';
import { columnsOf, type FeatureColumns } from '../offline/columns.ts';
import type { Joined, TaughtRow } from '../stages/launch/join.ts';

/** Files of a dataset by name, but for its manifest. */
export type DatasetFiles = ReadonlyMap<string, Uint8Array>;

/**
 * Rows as `vedette features` writes them, which of them attacks caused, and who said so. Nothing of an event is written but
 * the numbers that the models saw, its class, its time and the ids of the rules: names and addresses stay in the log.
 */
export function lessonFiles({ lessons, rows }: Pick<Joined, 'lessons' | 'rows'>, tenant: string): DatasetFiles {
  const labels = rows.filter(({ isAttack }) => isAttack).map((row) => `${sourceOf(row)}\t${row.subject}\n`);
  const verdicts = lessons.map(({ id, subject, label, isAttack, author, rule, time }) =>
    JSON.stringify({ id, alert: subject, label: isAttack ? 'true_positive' : harmless(label), author, rule, time }),
  );
  return new Map([
    ['rows.arrow', arrowBytes(rows.map((row) => columnsFor(row, tenant)))],
    ['rows.labels', Buffer.from(labels.join(''))],
    ['verdicts.ndjson', ndjson(verdicts)],
  ]);
}

const harmless = (label: string): string => (label === 'benign_true_positive' ? label : 'false_positive');

/** Places are one based, as lines are. */
const sourceOf = ({ subject, place }: TaughtRow): string => `${subject}:${place + 1}`;

function columnsFor(taught: TaughtRow, tenant: string): FeatureColumns {
  const { subject, row, evidence } = taught;
  const { event, detections } = evidence;
  const hits = detections.filter(({ kind }) => kind === 'rule');
  const bare = { ...event, id: sourceOf(taught), tenant, host: subject, user: '', srcIp: '', observer: '' };
  const value = { ...row, event: bare, hits, featureSet: '', late: false, steps: [], degraded: [] };
  return columnsOf({ row: value, source: sourceOf(taught) });
}

/** A line of a training pair, and what it belongs to. */
export interface PairLine {
  readonly document: string;
  readonly chunk: string;
  readonly language: string;
  readonly draft: string;
  readonly corrected: string;
}

export const pairFiles = (pairs: readonly PairLine[]): DatasetFiles =>
  new Map([['pairs.ndjson', ndjson(pairs.map((pair) => JSON.stringify(pair)))]]);

const ndjson = (lines: readonly string[]): Uint8Array => Buffer.from(lines.map((line) => `${line}\n`).join(''));

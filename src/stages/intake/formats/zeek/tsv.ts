import { noFields } from '../../fields.ts';
import { columnsOf, guessLog } from './columns.ts';

const MAX_COLUMNS = 256;
/** Columns that data sets add to tell the answer; no detector may see them. */
const ANSWERS: ReadonlySet<string> = new Set(['label', 'detailedlabel', 'detailed-label']);

export interface Row {
  readonly log: string;
  readonly record: Readonly<Record<string, string>>;
}

/** The names in a `#fields` line, sent as the header `zeek-fields`; tabs, spaces or commas part them. */
export function fieldNames(header: string): readonly string[] {
  const names = header
    .slice(0, 8_000)
    .split(/[\t ,]/)
    .filter((name) => name !== '' && name !== '#fields');
  return names.slice(0, MAX_COLUMNS);
}

/** A row of a TSV log as a record of strings; null where its columns are not known or it is too short for them. */
export function rowOf(line: string, hint: string, names: readonly string[]): Row | null {
  const cells = line.trimEnd().split('\t', MAX_COLUMNS + 1);
  if (cells.length < (names.length > 0 ? FEWEST_NAMED : 5)) return null;
  const log = hint.startsWith('zeek_') ? hint.slice('zeek_'.length) : guessLog(cells);
  const columns = names.length > 0 ? names : columnsOf(log, cells);
  return columns && cells.length >= Math.min(columns.length, FEWEST) ? { log, record: named(columns, cells) } : null;
}
const FEWEST = 8;
/** Time and one fact more: logs of known hosts have no other columns. */
const FEWEST_NAMED = 2;

function named(columns: readonly string[], cells: readonly string[]): Record<string, string> {
  const record: Record<string, string> = noFields();
  for (const [at, name] of columns.entries()) {
    const cell = cells[at];
    if (cell !== undefined && cell !== '-' && cell !== '(empty)' && !ANSWERS.has(name)) record[name] = cell;
  }
  return record;
}

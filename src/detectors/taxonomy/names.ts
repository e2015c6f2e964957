/** Names of log sources and fields, as the parts of the taxonomy hand them on. */
import type { TelemetryEvent } from '../../domain/contracts.gen.ts';
import type { LogSources } from '../sigma/rule.ts';
import type { FieldsDraft } from './fields-draft.ts';

/** Sigma's name for a field, and the source's own names for it; the first of those that is there counts. */
export type Names = readonly (readonly [name: string, ...of: string[]])[];

/** Tells the log sources of an event and adds the names that their rules use. */
export type Taxonomy = (telemetry: TelemetryEvent, draft: FieldsDraft) => LogSources;

/** Lists that are remembered: real ones are some dozens, and a hostile source can invent more. */
const MOST_LISTS = 1_024;
const lists = new Map<string, LogSources>();

/** A list of one log source; names that are '' are left out. The same names give the same list. */
export function sourceOf(product: string, category: string, service: string): LogSources {
  const key = `${product}\n${category}\n${service}`;
  const known = lists.get(key);
  if (known) return known;
  const entry = { ...(product && { product }), ...(category && { category }), ...(service && { service }) };
  const list = Object.freeze(product || category || service ? [Object.freeze(entry)] : []);
  if (lists.size >= MOST_LISTS) lists.clear();
  lists.set(key, list);
  return list;
}

/** Log sources one behind the other; the same lists give the same list where they are tables. */
export const joined = (...of: readonly LogSources[]): LogSources => Object.freeze(of.flat());

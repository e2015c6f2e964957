/** The log sources of Windows events, made once for each channel and event id. */
import type { LogSources } from '../sigma/rule.ts';
import { joined, type Names, sourceOf } from './names.ts';
import { CATEGORIES, type CategoryRow } from './windows-categories.ts';
import { CHANNELS, type Channel } from './windows-channels.ts';

/** What the events with one id are to rules. */
export interface Plan {
  readonly sources: LogSources;
  readonly names: Names;
  /** Further log sources, where a field of the event says so. */
  readonly cases: readonly Case[];
}

interface Case {
  readonly field: string;
  /** Lower case. */
  readonly values: ReadonlySet<string>;
  readonly sources: LogSources;
}

interface ChannelPlan {
  readonly others: Plan;
  readonly byId: ReadonlyMap<string, Plan>;
}

const keyOf = ({ product, service }: Channel): string => `${product}/${service}`;
const PLANS: ReadonlyMap<string, ChannelPlan> = new Map(CHANNELS.map((channel) => [keyOf(channel), planned(channel)]));
const UNLISTED: Plan = { sources: sourceOf('windows', '', ''), names: [], cases: [] };

/** The plan of a channel's events with the id; a channel without service gives the product alone. */
export function planOf(channel: Channel, eventId: string): Plan {
  const plan = channel.service === '' ? undefined : PLANS.get(keyOf(channel));
  return plan?.byId.get(eventId) ?? plan?.others ?? UNLISTED;
}

function planned({ product, service }: Channel): ChannelPlan {
  const others: Plan = { sources: sourceOf(product, '', service), names: [], cases: [] };
  const rows = CATEGORIES.filter((row) => row.service === service);
  const ids = [...new Set(rows.flatMap((row) => row.ids))];
  const ofId = (id: number) => rows.filter((row) => row.ids.includes(id));
  return { others, byId: new Map(ids.map((id) => [String(id), withRows(others.sources, ofId(id), product)])) };
}

function withRows(base: LogSources, rows: readonly CategoryRow[], product: string): Plan {
  const entryOf = ({ category, service, anyProduct }: CategoryRow) =>
    sourceOf(anyProduct ? '' : product, category, service);
  const sources = joined(base, ...rows.filter((row) => !row.when).map(entryOf));
  const cases = rows.flatMap((row) => {
    if (!row.when) return [];
    const { field, values } = row.when;
    const lower = new Set(values.map((value) => value.toLowerCase()));
    return [{ field, values: lower, sources: joined(sources, entryOf(row)) }];
  });
  return { sources, names: rows.flatMap((row) => row.names ?? []), cases };
}

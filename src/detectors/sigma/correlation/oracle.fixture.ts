/** Correlations as they are defined, by trying everything: what the engine must agree with. Slow. */
import { decimalOf } from '../draft.ts';
import { type Bound, type Correlation, fieldOf, type Presence } from './correlation.ts';

/** An event that matched base rules. */
export interface Seen {
  readonly time: number;
  readonly id: string;
  readonly rules: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
}

/** A hit of one of a correlation's rules: an event, or a firing. */
interface Hit {
  readonly time: number;
  readonly id: string;
  readonly source: string;
  readonly rules: ReadonlySet<string>;
  readonly group: readonly string[];
  readonly values: readonly string[];
}

export interface Fired {
  readonly time: number;
  readonly id: string;
  readonly source: string;
  readonly group: readonly string[];
}

/** All firings of a correlation over these events; absences where the watermark has passed them. */
export function firingsOf(
  correlation: Correlation,
  byId: ReadonlyMap<string, Correlation>,
  events: readonly Seen[],
  watermark: number,
): readonly Fired[] {
  const hits = hitsOf(correlation, byId, events, watermark);
  const groups = Map.groupBy(hits, ({ group }) => JSON.stringify(group));
  return [...groups.values()].flatMap((of) =>
    of
      .filter((hit) => isDeciding(correlation, hit, of, watermark))
      .map((hit) => ({ ...hit, time: hit.time + delay(correlation) })),
  );
}

const delay = ({ type, timespanMs }: Correlation): number => (type === 'absence' ? timespanMs : 0);

function isDeciding(correlation: Correlation, hit: Hit, hits: readonly Hit[], watermark: number): boolean {
  const { type, timespanMs, rules } = correlation;
  if (type !== 'absence')
    return holds(
      correlation,
      hits.filter(({ time }) => time >= hit.time - timespanMs && time <= hit.time),
    );
  const [comes = '', staysAway = ''] = rules;
  const end = hit.time + timespanMs;
  const isFollowed = hits.some((one) => one.rules.has(staysAway) && one.time > hit.time && one.time <= end);
  return hit.rules.has(comes) && !isFollowed && end < watermark;
}

function hitsOf(
  correlation: Correlation,
  byId: ReadonlyMap<string, Correlation>,
  events: readonly Seen[],
  watermark: number,
): readonly Hit[] {
  const hits = new Map<string, Hit>();
  const add = (rule: string, hit: Omit<Hit, 'rules'>) => {
    const key = JSON.stringify([hit.time, hit.id, hit.source, hit.group]);
    const known = hits.get(key);
    hits.set(key, { ...(known ?? hit), rules: new Set([...(known?.rules ?? []), rule]) });
  };
  for (const rule of correlation.rules) {
    const inner = byId.get(rule);
    const base = inner
      ? firingsOf(inner, byId, events, watermark).map((one) => ({
          ...one,
          source: JSON.stringify([rule, one.group, one.source]),
          fields: Object.fromEntries(inner.groupBy.map((name, at) => [name, one.group[at] ?? ''])),
        }))
      : events.filter(({ rules }) => rules.includes(rule)).map((one) => ({ ...one, source: '' }));
    for (const { time, id, source, fields } of base) {
      const read = (names: readonly string[]) => names.map((name) => fields[fieldOf(correlation, name, rule)]);
      const group = read(correlation.groupBy);
      const values = read(correlation.condition?.fields ?? []);
      if (isWhole(group) && isWhole(values) && isCounted(correlation, values))
        add(rule, { time, id, source, group, values });
    }
  }
  return [...hits.values()];
}

const isWhole = (texts: readonly (string | undefined)[]): texts is readonly string[] => !texts.includes(undefined);

const isNumeric = ({ type }: Correlation): boolean => ['value_sum', 'value_avg', 'value_percentile'].includes(type);

const isCounted = (correlation: Correlation, [text = '']: readonly string[]): boolean =>
  !isNumeric(correlation) || Number.isFinite(decimalOf(text) ?? Number.NaN);

function holds({ type, rules, condition }: Correlation, hits: readonly Hit[]): boolean {
  const isThere = (rule: string) => hits.some((hit) => hit.rules.has(rule));
  if (type === 'temporal_ordered') return isInOrder(rules, hits, -Infinity, new Set());
  if (type === 'temporal' && condition === null) return rules.every(isThere);
  if (condition?.presence) return isWanted(condition.presence, rules, isThere);
  const figure = type === 'temporal' ? rules.filter(isThere).length : figureOf(type, hits, condition?.percentile ?? 0);
  return (condition?.bounds ?? []).every((bound) => isKept(figure, bound));
}

function isWanted(wanted: Presence, rules: readonly string[], isThere: (rule: string) => boolean): boolean {
  if (wanted.kind === 'rule') return isThere(rules[wanted.rule] ?? '');
  if (wanted.kind === 'not') return !isWanted(wanted.of, rules, isThere);
  const isMet = (one: Presence) => isWanted(one, rules, isThere);
  return wanted.kind === 'and' ? wanted.of.every(isMet) : wanted.of.some(isMet);
}

/** An event and its time: absences have that of their end. */
const momentOf = ({ id, time }: Hit): string => `${time} ${id}`;

/** Every way to choose different events, none before the one chosen before it. */
function isInOrder(
  [next, ...others]: readonly string[],
  hits: readonly Hit[],
  since: number,
  used: ReadonlySet<string>,
): boolean {
  if (next === undefined) return true;
  return hits.some(
    (hit) =>
      hit.rules.has(next) &&
      hit.time >= since &&
      !used.has(momentOf(hit)) &&
      isInOrder(others, hits, hit.time, new Set([...used, momentOf(hit)])),
  );
}

function figureOf(type: Correlation['type'], hits: readonly Hit[], percentile: number): number {
  if (type === 'event_count') return hits.length;
  if (type === 'value_count') return new Set(hits.map(({ values }) => JSON.stringify(values))).size;
  const numbers = hits.map(({ values }) => Number(values[0])).sort((a, b) => a - b);
  const sum = numbers.reduce((total, number) => total + number, 0);
  if (type === 'value_sum') return sum;
  if (type === 'value_avg') return sum / numbers.length;
  const rank = ((numbers.length - 1) * percentile) / 100;
  const [below = 0, above = 0] = [Math.floor(rank), Math.ceil(rank)].map((at) => numbers[at] ?? 0);
  const share = rank - Math.floor(rank);
  return below === above ? below : below * (1 - share) + above * share;
}

function isKept(figure: number, { order, bound }: Bound): boolean {
  if (order === 'eq') return figure === bound;
  if (order === 'lt' || order === 'lte') return figure < bound || (order === 'lte' && figure === bound);
  return figure > bound || (order === 'gte' && figure === bound);
}

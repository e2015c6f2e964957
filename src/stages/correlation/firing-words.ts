import type { Bound, Correlation } from '../../detectors/sigma/correlation/correlation.ts';
import type { Firing } from '../../detectors/sigma/correlation/step.ts';
import { safeText } from '../../domain/safe-text.ts';

const SIGNS = { eq: '=', lt: '<', lte: '≤', gt: '>', gte: '≥' } as const;

const lasting = (ms: number): string => (ms < 120_000 ? `${ms / 1000} s` : `${Math.round(ms / 60_000)} min`);
const said = ({ order, bound }: Bound): string => `${SIGNS[order]} ${bound}`;
const figure = (value: number): string => String(Number(value.toPrecision(6)));

/** A correlation, and what the rules that it rests on are called. */
interface Named {
  readonly tree: { readonly root: Correlation };
  readonly rules: ReadonlyMap<string, { readonly title: string }>;
}

/** Why the correlation holds, in words of ours; values of the group are hostile text. */
export function reasonOf({ tree: { root }, rules }: Named, { value, group }: Firing): string {
  const titles = root.rules.map((id) => rules.get(id)?.title ?? id);
  const of = root.groupBy.map((name, i) => `${name} ${safeText(group[i] ?? '', 60)}`).join(', ');
  return `${whatOf(root, titles, value)} within ${lasting(root.timespanMs)}${of === '' ? '' : ` for ${of}`}`;
}

function whatOf({ type, condition }: Correlation, titles: readonly string[], value: number | null): string {
  if (type === 'absence') return `"${titles[0]}", and no "${titles[1]}"`;
  if (value === null || !condition)
    return `${type === 'temporal_ordered' ? 'in this order: ' : ''}${titles.join(', ')}`;
  const fields = condition.fields.length > 0 ? ` of ${condition.fields.join(', ')}` : '';
  return `${type}${fields} is ${figure(value)} (${condition.bounds.map(said).join(' and ')})`;
}

/** The figure and the group, as facts of the detection. */
export function factsOf(root: Correlation, { value, group }: Firing) {
  const expected = (root.condition?.bounds ?? []).map(said).join(' and ');
  return [
    ...(value === null ? [] : [{ name: root.type, value: figure(value), expected }]),
    ...root.groupBy.map((name, i) => ({ name, value: group[i] ?? '', expected: '' })),
  ];
}

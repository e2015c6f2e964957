import type { OrderAnswer, TrainingOrder } from '../../domain/contracts.gen.ts';

const DAY_MS = 86_400_000;

type Table = ReadonlyMap<string, TrainingOrder>;

/** Orders by tenant: they are asked for with every record, and a table only changes as a whole. */
const byTenant = new WeakMap<Table, ReadonlyMap<string, readonly TrainingOrder[]>>();

export function ordersFor(table: Table, tenant: string): readonly TrainingOrder[] {
  let known = byTenant.get(table);
  if (!known) {
    known = Map.groupBy(table.values(), (order) => order.tenant);
    byTenant.set(table, known);
  }
  return known.get(tenant) ?? [];
}

/** The orders of a tenant that concern the kind. */
export const ofKind = (orders: readonly TrainingOrder[], kind: string): readonly TrainingOrder[] =>
  orders.filter((order) => order.kind === '' || order.kind === kind);

const erasures = (orders: readonly TrainingOrder[]) => orders.filter(({ action }) => action === 'erase');

/** All of the tenant goes. */
export const isAllErased = (orders: readonly TrainingOrder[]): boolean =>
  erasures(orders).some(({ author, feedback }) => author === '' && feedback === '');

/** Tells what the orders erase; an erasure holds as long as its order stands, for what comes later too. Null where they erase nothing. */
export function erasureOf(
  orders: readonly TrainingOrder[],
): ((record: { readonly id: string; readonly author: string }) => boolean) | null {
  const erased = erasures(orders);
  if (erased.length === 0) return null;
  const all = isAllErased(orders);
  const ids = new Set(erased.flatMap(({ feedback }) => (feedback === '' ? [] : [feedback])));
  const authors = new Set(erased.flatMap(({ author, feedback }) => (feedback === '' ? [author] : [])));
  return ({ id, author }) => all || ids.has(id) || authors.has(author);
}

/** Analysts whose held verdicts somebody has looked at and let through. */
export const releasedBy = (orders: readonly TrainingOrder[]): ReadonlySet<string> =>
  new Set(orders.flatMap(({ action, author }) => (action === 'release' && author !== '' ? [author] : [])));

/** Trainings asked for in the last day and not answered yet for this kind, those by hand first. */
export function openOrders(
  orders: readonly TrainingOrder[],
  kind: string,
  answers: readonly OrderAnswer[],
  clock: number,
): readonly TrainingOrder[] {
  const isAnswered = ({ id }: TrainingOrder) => answers.some((one) => one.order === id && one.kind === kind);
  return orders
    .filter((order) => order.action === 'train' && isInTime(order, clock) && !isAnswered(order))
    .sort((a, b) => Number(isDrift(a)) - Number(isDrift(b)) || a.time - b.time || (a.id < b.id ? -1 : 1));
}

const isInTime = ({ time }: TrainingOrder, clock: number): boolean => time <= clock && time > clock - DAY_MS;

export const isDrift = ({ cause }: TrainingOrder): boolean => cause === 'drift';

/** Those that may still be asked about, and the new ones. */
export const withAnswers = (
  answers: readonly OrderAnswer[],
  more: readonly OrderAnswer[],
  clock: number,
): readonly OrderAnswer[] => [...answers.filter(({ time }) => time > clock - 2 * DAY_MS), ...more];

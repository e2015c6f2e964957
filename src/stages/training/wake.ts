import { TRAINING_ORDERS, type TrainingOrder } from '../../domain/contracts.gen.ts';
import type { Due, Key } from '../../stage.ts';
import { emptyBuffer, takeOut } from './buffer.ts';
import type { TrainingConfig } from './config.ts';
import { KINDS } from './entry.ts';
import { isAllErased, ofKind, ordersFor } from './orders.ts';
import { emptyPast } from './past.ts';
import { bookOf, bufferOf, dropBuffer, type Here, keepMsOf, pastOf, settle, type Told } from './settle.ts';
import { BOOK_KEY, bufferKey, kindOfKey, pastKey } from './state.ts';
import { statusGone } from './status.ts';

const isBook = ({ tenant, id }: Key): boolean => tenant === BOOK_KEY.tenant && id === BOOK_KEY.id;

/** Keys of the states that a timer needs. */
export const wakeKeys = ({ key }: Due): readonly Key[] => (isBook(key) ? [key] : [key, pastKey(key.tenant), BOOK_KEY]);

/** A timer has come round. The end of a replay is no time: nothing falls due by it. */
export function wake(due: Due, config: TrainingConfig, context: Here): readonly Told[] {
  if (context.watermark === Number.POSITIVE_INFINITY) return [];
  if (!isBook(due.key)) return wakeBuffer(due, config, context);
  lookForOrders(due, context);
  return [];
}

const MINUTE_MS = 60_000;

/** Tables wake nobody: each minute the partition looks for new orders, and wakes the buffers that they concern. */
function lookForOrders({ due }: Due, context: Here): void {
  const now = Math.max(due, context.watermark);
  context.timer(BOOK_KEY, now + MINUTE_MS);
  const book = bookOf(context);
  const orders = [...context.table(TRAINING_ORDERS).values()].filter((order) => isForNow(order, now));
  const seen = new Set(book?.seen);
  const news = orders.filter((order) => !seen.has(nameOf(order)));
  if (!book || news.length === 0) return;
  for (const { tenant, kind } of news)
    for (const one of kind === '' ? KINDS : [kind]) context.timer(bufferKey(tenant, one), now);
  book.seen = orders.map(nameOf);
  context.set(BOOK_KEY, book);
}

const nameOf = ({ tenant, id }: TrainingOrder): string => `${tenant}/${id}`;

/** Whoever releases an analyst changes what is found at the next look. */
const isForNow = ({ action, time }: TrainingOrder, now: number): boolean =>
  action === 'erase' || (action === 'train' && time <= now);

function wakeBuffer({ key, due }: Due, config: TrainingConfig, context: Here): readonly Told[] {
  const { tenant } = key;
  const kind = kindOfKey(key);
  const all = ordersFor(context.table(TRAINING_ORDERS), tenant);
  const orders = ofKind(all, kind);
  if (isAllErased(orders)) return forget(tenant, kind, all, context);
  const known = { buffer: bufferOf(context, tenant, kind), past: pastOf(context, tenant) };
  if (!known.buffer && !known.past) return [];
  const { buffer = emptyBuffer(null), past = emptyPast() } = known;
  const gone = takeOut(buffer, ({ time }) => time <= due - keepMsOf({ config }));
  for (let i = 0; i < gone; i++) context.count('evicted', tenant);
  const clock = Math.max(due, context.watermark);
  const { partition } = context;
  return settle({ tenant, kind, partition, buffer, past, orders, now: due, clock, config }, context);
}

/** Also on a partition that never had the tenant: to say once more that nothing is left does no harm. */
function forget(tenant: string, kind: string, orders: readonly TrainingOrder[], context: Here): readonly Told[] {
  dropBuffer(tenant, kind, context);
  if (isAllErased(orders.filter((order) => order.kind === ''))) context.delete(pastKey(tenant));
  return [statusGone(tenant, kind)];
}

import { type TRAINING_STATUS, TRAINING_TRIGGERED } from '../../domain/contracts.gen.ts';
import type { Context, Rec } from '../../stage.ts';
import { type Buffer, takeOut } from './buffer.ts';
import { type Case, decide } from './decide.ts';
import { erasureOf } from './orders.ts';
import type { Past } from './past.ts';
import { BOOK_KEY, type Book, bufferKey, pastKey, type TrainingState } from './state.ts';
import { statusRecord } from './status.ts';

export type Here = Context<TrainingState>;
export type Told = Rec<typeof TRAINING_TRIGGERED> | Rec<typeof TRAINING_STATUS>;

/** Takes out what is erased, trains where there is reason to, saves, and tells how the buffer stands. */
export function settle(one: Case, context: Here): readonly Told[] {
  const { tenant, kind, buffer, past } = one;
  const isErased = erasureOf(one.orders);
  if (isErased) takeOut(buffer, isErased);
  const { cuts, answers } = past;
  const trigger = decide(one);
  keepBuffer(one, context);
  if (past.cuts !== cuts || past.answers !== answers) context.set(pastKey(tenant), past);
  const told: Told[] = trigger ? [{ to: TRAINING_TRIGGERED, key: { tenant, id: kind }, value: trigger }] : [];
  return [...told, statusRecord(one)];
}

function keepBuffer(one: Case, context: Here): void {
  const { tenant, kind, buffer } = one;
  if (buffer.entries.length === 0) {
    dropBuffer(tenant, kind, context);
    return;
  }
  const key = bufferKey(tenant, kind);
  if (!bufferOf(context, tenant, kind)) countBuffers(1, context);
  context.set(key, buffer);
  context.timer(key, Math.max(dueOf(one), one.now + 1));
}

export function dropBuffer(tenant: string, kind: string, context: Here): void {
  const key = bufferKey(tenant, kind);
  if (bufferOf(context, tenant, kind)) countBuffers(-1, context);
  context.delete(key);
  context.timer(key, null);
}

const DAY_MS = 86_400_000;

export const keepMsOf = ({ config }: Pick<Case, 'config'>): number => config.keepDays * DAY_MS;

/** When something happens to the buffer without a record: the schedule, room under the limit, a record that is given up. */
function dueOf({ buffer, config }: Case): number {
  const { entries, scheduled, limitedUntil } = buffer;
  const oldest = entries.reduce((first, { time }) => Math.min(first, time), Number.POSITIVE_INFINITY);
  return Math.min(
    scheduled ?? Number.POSITIVE_INFINITY,
    limitedUntil ?? Number.POSITIVE_INFINITY,
    oldest + keepMsOf({ config }),
  );
}

export function bufferOf(context: Here, tenant: string, kind: string): Buffer | undefined {
  const state = context.state(bufferKey(tenant, kind));
  return state?.kind === 'buffer' ? state : undefined;
}

export function pastOf(context: Here, tenant: string): Past | undefined {
  const state = context.state(pastKey(tenant));
  return state?.kind === 'past' ? state : undefined;
}

export function bookOf(context: Here): Book | undefined {
  const state = context.state(BOOK_KEY);
  return state?.kind === 'book' ? state : undefined;
}

function countBuffers(by: 1 | -1, context: Here): void {
  const book = bookOf(context) ?? { kind: 'book', buffers: 0, seen: [] };
  book.buffers += by;
  context.set(BOOK_KEY, book);
}

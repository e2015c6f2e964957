import type { OrderAnswer, TrainingOrder, TrainingTrigger, TriggerCause } from '../../domain/contracts.gen.ts';
import type { Buffer } from './buffer.ts';
import { type Choice, choose } from './choice/choose.ts';
import type { TrainingConfig } from './config.ts';
import { cutDataset } from './cut.ts';
import { isDrift, openOrders, releasedBy, withAnswers } from './orders.ts';
import { limitedUntil, type Past, taughtOf } from './past.ts';
import { nextAfter } from './schedule.ts';

/** One buffer, and all that is decided by. */
export interface Case {
  readonly tenant: string;
  readonly kind: string;
  readonly partition: number;
  readonly buffer: Buffer;
  readonly past: Past;
  /** That concern the kind. */
  readonly orders: readonly TrainingOrder[];
  /** Event time, epoch ms. */
  readonly now: number;
  /** Up to which orders are in force: they are given by a clock that is ahead of the feedback. */
  readonly clock: number;
  readonly config: TrainingConfig;
}

/** A reason to train, and what it takes. */
export interface Wish {
  readonly cause: TriggerCause;
  readonly order: TrainingOrder | null;
  readonly least: number;
}

/** It is looked again when so much of the count is new: to choose costs more than to wait. */
const FRESH_SHARE = 0.02;

/** Looks whether there is a reason to train, and enough to train on; cuts the dataset out of the buffer where there is. Changes buffer and past. */
export function decide(one: Case): TrainingTrigger | null {
  const { buffer, past, config, now } = one;
  const wishes = wishesOf(one);
  if (buffer.limitedUntil !== null && now >= buffer.limitedUntil) buffer.limitedUntil = null;
  if (wishes.length === 0) return null;
  const choice = choose(buffer.entries, config, {
    taught: (subject) => taughtOf(past, subject),
    released: releasedBy(one.orders),
  });
  const limit = limitedUntil(past, config.weeklyLimit, now);
  const met = wishes.find((wish) => answerTo(wish, choice, limit) === 'trained');
  const answers = answersTo(wishes, choice, limit, one);
  if (answers.length > 0) past.answers = withAnswers(past.answers, answers, one.clock);
  noteLook(one, choice, limit);
  return met ? cutDataset(one, met, choice) : null;
}

function wishesOf({ buffer, past, orders, kind, now, clock, config }: Case): readonly Wish[] {
  const { least, count } = config;
  const ordered = openOrders(orders, kind, past.answers, clock).map(
    (order): Wish => ({ cause: isDrift(order) ? 'drift' : 'manual', order, least }),
  );
  const isFresh = buffer.fresh >= Math.ceil(count * FRESH_SHARE);
  const isFree = buffer.limitedUntil !== null && now >= buffer.limitedUntil;
  const isFull = buffer.entries.length >= count && (isFresh || isFree);
  const isDue = buffer.scheduled !== null && now >= buffer.scheduled;
  return [
    ...ordered,
    ...(isDue ? [{ cause: 'schedule', order: null, least } as const] : []),
    ...(isFull ? [{ cause: 'count', order: null, least: count } as const] : []),
  ];
}

/** An order by hand is given by somebody who knows the limit. */
function answerTo({ cause, least }: Wish, { chosen }: Choice, limit: number | null): 'trained' | 'too_few' | 'limit' {
  if (chosen.length < least) return 'too_few';
  return limit === null || cause === 'manual' ? 'trained' : 'limit';
}

const answersTo = (
  wishes: readonly Wish[],
  choice: Choice,
  limit: number | null,
  { kind }: Case,
): readonly OrderAnswer[] =>
  wishes.flatMap((wish) =>
    wish.order ? [{ order: wish.order.id, kind, answer: answerTo(wish, choice, limit), time: wish.order.time }] : [],
  );

function noteLook({ tenant, buffer, config, now }: Case, { chosen, leftOut }: Choice, limit: number | null): void {
  if (buffer.entries.length >= config.count) buffer.fresh = 0;
  buffer.looked = { time: now, usable: chosen.length, leftOut };
  buffer.limitedUntil = chosen.length >= config.count ? limit : null;
  if (buffer.scheduled !== null && now >= buffer.scheduled) buffer.scheduled = nextAfter(cronOf(config, tenant), now);
}

/** The cron expression of a tenant; empty where it has none. Its name is foreign text. */
export const cronOf = ({ schedules, schedule }: TrainingConfig, tenant: string): string =>
  (Object.hasOwn(schedules, tenant) ? schedules[tenant] : undefined) ?? schedule;

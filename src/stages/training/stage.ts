import { FEEDBACK_SCRUBBED, TRAINING_ORDERS, TRAINING_STATUS, TRAINING_TRIGGERED } from '../../domain/contracts.gen.ts';
import { deadLetter, drop, forward, type Input, type Key, type Outcome, type Stage } from '../../stage.ts';
import { addEntry, emptyBuffer, makeRoom } from './buffer.ts';
import type { TrainingConfig } from './config.ts';
import { type Case, cronOf } from './decide.ts';
import { type Entry, entryOf, faultOf } from './entry.ts';
import { erasureOf, ofKind, ordersFor } from './orders.ts';
import { emptyPast, taughtOf, wasUsed } from './past.ts';
import { nextAfter } from './schedule.ts';
import { bookOf, bufferOf, type Here, keepMsOf, pastOf, settle } from './settle.ts';
import { BOOK_KEY, bufferKey, pastKey, type TrainingState, trainingCodec } from './state.ts';
import { wake, wakeKeys } from './wake.ts';

type In = typeof FEEDBACK_SCRUBBED;
type Out = typeof TRAINING_TRIGGERED | typeof TRAINING_STATUS;

export interface TrainingPorts {
  readonly config: TrainingConfig;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Gathers the feedback of each tenant and kind, and tells when there is reason and enough of it to train. */
export const training: Stage<In, Out, TrainingState, TrainingPorts> = {
  name: 'training',
  reads: FEEDBACK_SCRUBBED,
  tables: [TRAINING_ORDERS],
  writes: [TRAINING_TRIGGERED, TRAINING_STATUS],
  state: trainingCodec,
  // the longest that a record may wait
  horizonMs: 80 * DAY_MS,
  routineDrops: ['repeated_id', 'superseded', 'already_taught', 'erased'],
  open: async ({ config }) => ({
    keys: ({ key: { tenant }, value: { kind } }) => [bufferKey(tenant, kind), pastKey(tenant), BOOK_KEY],
    process: (batch, context) => batch.map((input) => take(input, config, context)),
    timerKeys: wakeKeys,
    timers: (due, context) => due.flatMap((one) => wake(one, config, context)),
  }),
};

function take(input: Input<In>, config: TrainingConfig, context: Here): Outcome<Out> {
  const { key, value, offset, appendedAt } = input;
  if (value.tenant !== key.tenant) return deadLetter('tenant_mismatch');
  const fault = faultOf(value);
  if (fault) return deadLetter(fault);
  // who does not say who he is has no vote
  if (value.author === '') return drop('no_author');
  const entry = entryOf(value, offset, appendedAt);
  const one = caseOf(key, value.kind, entry, config, context);
  const refused = refusalOf(one, entry, context) ?? addEntry(one.buffer, entry);
  if (refused) return drop(refused);
  for (let gone = makeRoom(one.buffer, config.bufferRecords); gone > 0; gone--) context.count('evicted', key.tenant);
  return forward<Out>(...settle(one, context));
}

function caseOf({ tenant }: Key, kind: string, entry: Entry, config: TrainingConfig, context: Here): Case {
  const { watermark, partition } = context;
  const now = Number.isFinite(watermark) ? Math.max(entry.time, watermark) : entry.time;
  return {
    ...{ tenant, kind, partition, now, config, clock: now },
    buffer: bufferOf(context, tenant, kind) ?? emptyBuffer(nextAfter(cronOf(config, tenant), now)),
    past: pastOf(context, tenant) ?? emptyPast(),
    orders: ofKind(ordersFor(context.table(TRAINING_ORDERS), tenant), kind),
  };
}

/** Why the record has no place in the buffer; null where it has. */
function refusalOf(one: Case, entry: Entry, context: Here): string | null {
  const { tenant, kind, past, orders, now, config } = one;
  if (erasureOf(orders)?.(entry)) return 'erased';
  if (wasUsed(past, entry.id)) return 'repeated_id';
  if (entry.label !== '' && taughtOf(past, entry.subject) === entry.label) return 'already_taught';
  if (entry.time <= now - keepMsOf(one)) {
    context.count('late', tenant);
    return 'too_late';
  }
  return hasRoom(tenant, kind, now, config, context) ? null : 'no_room';
}

/** A flood of new tenants must not push out what others have gathered. The first record also begins the looking for orders. */
function hasRoom(tenant: string, kind: string, now: number, config: TrainingConfig, context: Here): boolean {
  const book = bookOf(context);
  if (!book) {
    context.set(BOOK_KEY, { kind: 'book', buffers: 0, seen: [] });
    context.timer(BOOK_KEY, now + MINUTE_MS);
  }
  return bufferOf(context, tenant, kind) !== undefined || (book?.buffers ?? 0) < config.buffers;
}

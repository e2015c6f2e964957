import type { AnyTopic } from '../domain/topic.ts';
import type { StoredRecord } from '../ports.ts';
import type { Context, Due, Input, Key, Outcome, Room, Stage } from '../stage.ts';
import { tellTime } from './announce.ts';
import { open, originOf } from './decode.ts';
import { FatalError, type StageWorld } from './deps.ts';
import { add } from './ledger.ts';
import { learn, UNKNOWN_TENANT } from './losses.ts';
import { accept } from './origin.ts';
import type { StateCache } from './room-context.ts';
import type { Timers } from './timers.ts';
import type { Turn } from './turn.ts';
import { CONTROL_HEADER, type Control, hear, parseControl } from './watermark.ts';
import { keyText } from './wire-key.ts';

// biome-ignore lint/suspicious/noExplicitAny: the loop serves every stage alike
export type AnyStage = Stage<AnyTopic, AnyTopic, any, any>;
// biome-ignore lint/suspicious/noExplicitAny: as above
export type AnyRoom = Room<AnyTopic, AnyTopic, any>;

/** Where the first stage keeps its clock. */
export const CLOCK_KEY: Key = { tenant: '', id: 'clock' };
const TIMERS_AT_ONCE = 1000;

/** All that one turn of one partition works with. */
export interface Bench {
  readonly world: StageWorld;
  readonly stage: AnyStage;
  readonly room: AnyRoom;
  readonly partition: number;
  readonly turn: Turn;
  readonly cache: StateCache<unknown>;
  readonly timers: Timers;
  readonly context: Context<unknown>;
  /** Records that shall not be processed: their source has made the room fail too often. */
  readonly isQuarantined: (stored: StoredRecord) => boolean;
}

interface Accepted {
  readonly input: Input<AnyTopic>;
  readonly stored: StoredRecord;
}

/** Decodes and processes the records in order; control records part them, so that timers fire at their place in the log. */
export async function processRecords(bench: Bench, records: readonly StoredRecord[]): Promise<void> {
  const { record } = bench.turn;
  let waiting: Accepted[] = [];
  for (const stored of records) {
    if (stored.offset < record.offset) continue;
    pass(bench.turn, stored);
    if (stored.headers[CONTROL_HEADER]) {
      await processInputs(bench, waiting);
      waiting = [];
      await obey(bench, stored);
    } else {
      const accepted = await take(bench, stored);
      if (accepted) waiting.push(accepted);
    }
  }
  await processInputs(bench, waiting);
  await readClock(bench);
}

/** The position is behind the record, whatever becomes of it. */
function pass({ record }: Turn, stored: StoredRecord): void {
  record.offset = stored.offset + 1;
  record.entry.to = record.offset;
}

/** Dead-letters a record that the room cannot process. */
export function giveUp(bench: Bench, stored: StoredRecord, reason: string, cause: unknown): void {
  pass(bench.turn, stored);
  if (isNew(bench, stored)) refuse(bench, stored, reason, cause);
}

function refuse({ turn, stage }: Bench, stored: StoredRecord, reason: string, cause: unknown): void {
  turn.deadLetter(stage.reads.name, stored, reason, cause, UNKNOWN_TENANT);
  add(turn.outcomes, 'deadLetter');
}

/** Counts the record in, and as a repeat where its sender has sent it before. */
function isNew({ room, stage, turn: { record, outcomes } }: Bench, stored: StoredRecord): boolean {
  // strangers write what a first stage reads, in whatever codec: an origin there is a claim like one on the raw topic
  const origin = room.advance ? null : originOf(stage.reads, stored);
  record.entry.in += 1;
  if (!origin) return true;
  const accepted = accept(record.marks, origin);
  if (accepted) {
    add(record.entry.accepted, origin.sender);
  } else {
    record.entry.repeated += 1;
    add(outcomes, 'repeated');
  }
  return accepted;
}

/** null: dead-lettered or a repeat, and counted. */
async function take(bench: Bench, stored: StoredRecord): Promise<Accepted | null> {
  const { world, stage, partition } = bench;
  if (!isNew(bench, stored)) return null;
  if (bench.isQuarantined(stored)) {
    refuse(bench, stored, 'quarantined', undefined);
    return null;
  }
  const answer = open(stage.reads, stored, world.codec);
  const opened = answer instanceof Promise ? await answer : answer;
  if (!opened.ok) {
    refuse(bench, stored, opened.reason, opened.cause);
    return null;
  }
  const { key, value } = opened;
  return { input: { key, value, partition, offset: stored.offset, appendedAt: stored.timestamp }, stored };
}

async function processInputs(bench: Bench, accepted: readonly Accepted[]): Promise<void> {
  if (accepted.length === 0) return;
  const { room, stage, cache, context } = bench;
  const inputs = accepted.map(({ input }) => input);
  noteAges(bench.turn, accepted);
  if (stage.state) await cache.load(inputs.flatMap((input) => room.keys?.(input) ?? [input.key]));
  const answer = room.process(inputs, context);
  const outcomes = answer instanceof Promise ? await answer : answer;
  if (outcomes.length !== inputs.length)
    throw new Error(`stage ${stage.name} answered ${outcomes.length} outcomes for ${inputs.length} records`);
  for (const [index, one] of accepted.entries()) settle(bench, one, outcomes[index] as Outcome<AnyTopic>);
}

/** Of each list one record is looked at: the ages of a batch need no look at every record. */
function noteAges(turn: Turn, accepted: readonly Accepted[]): void {
  turn.oldestAppend ??= accepted[0]?.stored.timestamp ?? null;
  turn.newestEvent = eventTimeOf(accepted.at(-1)?.input.value) ?? turn.newestEvent;
}

/** Every internal value names its event or its own time; null for raw bytes. */
function eventTimeOf(value: unknown): number | null {
  const { event, time } = (value ?? {}) as { readonly event?: { readonly time?: unknown }; readonly time?: unknown };
  const found = event?.time ?? time;
  return typeof found === 'number' && Number.isFinite(found) ? found : null;
}

function settle({ stage, turn }: Bench, { input, stored }: Accepted, outcome: Outcome<AnyTopic>): void {
  add(turn.outcomes, outcome.kind);
  if (outcome.kind === 'forward') {
    turn.record.entry.forwarded += 1;
    turn.forward(outcome.records, input.offset, stored.headers.traceparent);
  } else if (outcome.kind === 'drop') {
    turn.drop(outcome.reason, input.key.tenant, stage.routineDrops.includes(outcome.reason));
  } else {
    turn.deadLetter(stage.reads.name, stored, outcome.reason, outcome.cause, input.key.tenant);
  }
}

async function obey(bench: Bench, stored: StoredRecord): Promise<void> {
  const { turn, room, world } = bench;
  const control = parseControl(Buffer.from(stored.headers[CONTROL_HEADER] ?? []).toString());
  const refused = !control
    ? 'control_invalid'
    : room.advance && !world.options.trustSource
      ? 'control_not_trusted'
      : null;
  if (!control || refused) {
    turn.record.entry.in += 1;
    return refuse(bench, stored, refused ?? 'control_invalid', undefined);
  }
  turn.record.entry.control += 1;
  if (room.advance) return advance(bench, control, stored.offset);
  learn(turn.record.losses, control.losses);
  await reach(bench, hear(turn.record.heard, control), stored.offset);
}

async function advance(bench: Bench, control: Control, offset: number): Promise<void> {
  await bench.cache.load([CLOCK_KEY]);
  const watermark = bench.room.advance?.({ kind: 'source', time: control.watermark }, bench.context) ?? null;
  if (watermark !== null) await reach(bench, watermark, offset);
}

/** The first stage reads its watermark off the events themselves. */
async function readClock(bench: Bench): Promise<void> {
  if (!bench.room.watermark) return;
  await bench.cache.load([CLOCK_KEY]);
  await reach(bench, bench.room.watermark(bench.context), bench.turn.record.offset - 1);
}

/** The first stage had read all there was at that time. */
export async function processIdle(bench: Bench, now: number): Promise<void> {
  await bench.cache.load([CLOCK_KEY]);
  const watermark = bench.room.advance?.({ kind: 'idle', now }, bench.context) ?? null;
  if (watermark !== null) await reach(bench, watermark, bench.turn.record.offset);
}

/** Moves the watermark, never back, and fires what is due. */
async function reach(bench: Bench, watermark: number, offset: number): Promise<void> {
  const { turn, timers, room, cache, context } = bench;
  if (!(watermark > turn.record.watermark)) return;
  // watermarks go out now and then: what was due before the end of a replay must be told from what is due by it alone
  if (watermark === Number.POSITIVE_INFINITY) tellTime(bench);
  turn.record.watermark = watermark;
  for (let due = timers.take(watermark, TIMERS_AT_ONCE); due.length > 0; due = timers.take(watermark, TIMERS_AT_ONCE)) {
    for (const { key } of due) turn.timers.set(keyText(key), null);
    await cache.load(due.flatMap((one: Due) => room.timerKeys?.(one) ?? [one.key]));
    turn.forward(room.timers?.(due, context) ?? [], offset);
    // it would be called for ever
    if (due.some((one) => timers.isSet(one)))
      throw new FatalError(
        `${bench.stage.name} set a timer anew for the time that it was called for: a bug of the stage`,
      );
  }
}

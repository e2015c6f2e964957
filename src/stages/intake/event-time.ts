/** Event time and the watermark of the first stage, without a clock: time comes with the records. */
import { EARLIEST_TIME } from '../../domain/earliest-time.ts';

export interface IntakeClock {
  /** Event time before which nothing more is expected; never goes back. */
  readonly watermark: number;
  /** How far the source of a replay said it is; null live, and before it said so. */
  readonly source: number | null;
}

export const STOPPED: IntakeClock = Object.freeze({ watermark: Number.NEGATIVE_INFINITY, source: null });

export type TimeFlag = 'time_missing' | 'time_clamped';

export interface EventTime {
  readonly time: number;
  /** What was repaired; a repaired time never moves the watermark. */
  readonly flag: TimeFlag | null;
}

/**
 * The event's time, repaired where it is missing or lies beyond append time. A repaired event takes the reference:
 * append time live, the source's time in a replay, where append time can be years later; null while that is unknown.
 */
export function eventTime(
  said: number | null,
  reference: number | null,
  appendedAt: number,
  clockSkewMs: number,
): EventTime {
  if (said === null || !Number.isFinite(said) || said < EARLIEST_TIME) {
    return { time: reference ?? appendedAt, flag: 'time_missing' };
  }
  if (said > appendedAt + clockSkewMs) return { time: reference ?? appendedAt, flag: 'time_clamped' };
  return { time: said, flag: null };
}

/** Live the newest sound event time moves the watermark, after the time that late events are waited for. */
export function seen(clock: IntakeClock, newest: number, latenessMs: number): IntakeClock {
  return reach(clock, newest - latenessMs);
}

/** The partition is read to its end and no event comes: time goes on. */
export function idle(clock: IntakeClock, now: number, latenessMs: number): IntakeClock {
  return reach(clock, now - latenessMs);
}

/** The source of a replay says how far it is; plus infinity at its end. */
export function sourced(clock: IntakeClock, time: number, latenessMs: number): IntakeClock {
  return { ...reach(clock, time - latenessMs), source: Math.max(time, clock.source ?? time) };
}

/** What events are held against in a replay. */
export const referenceOf = ({ source }: IntakeClock): number | null =>
  source !== null && Number.isFinite(source) ? source : null;

const reach = (clock: IntakeClock, watermark: number): IntakeClock =>
  watermark > clock.watermark ? { ...clock, watermark } : clock;

import { TELEMETRY_EVENTS, TELEMETRY_RAW } from '../../domain/contracts.gen.ts';
import {
  type Context,
  deadLetter,
  drop,
  forward,
  type Input,
  type Key,
  type Outcome,
  type Stage,
} from '../../stage.ts';
import { clockCodec } from './clock-codec.ts';
import type { IntakeConfig } from './config.ts';
import { entityOf } from './entity.ts';
import { eventTime, type IntakeClock, idle, referenceOf, STOPPED, seen, sourced } from './event-time.ts';
import { recognise } from './recognise.ts';
import { tenantOf } from './tenant.ts';
import { toEvent } from './to-event.ts';

export type IntakeState = IntakeClock;

export interface IntakePorts {
  readonly config: IntakeConfig;
}

/** The partition's clock is all that intake remembers. */
const CLOCK: Key = { tenant: '', id: 'clock' };

type Raw = Input<typeof TELEMETRY_RAW>;
type Answer = Outcome<typeof TELEMETRY_EVENTS>;

/** Telemetry in any format becomes events of one contract. */
export const intake: Stage<typeof TELEMETRY_RAW, typeof TELEMETRY_EVENTS, IntakeState, IntakePorts> = {
  name: 'intake',
  reads: TELEMETRY_RAW,
  tables: [],
  writes: [TELEMETRY_EVENTS],
  state: clockCodec,
  // a rebuild reads the record again that has moved the clock: event times are held against it
  horizonMs: 1,
  routineDrops: ['format_header'],
  async open({ config }) {
    return {
      keys: () => [CLOCK],
      process(batch, context) {
        const clock = clockIn(context);
        let newest = Number.NEGATIVE_INFINITY;
        const outcomes = batch.map((input) => {
          const { answer, soundTime } = take(input, clock, config);
          if (soundTime > newest) newest = soundTime;
          return answer;
        });
        if (config.timeSource === 'append') wind(context, seen(clock, newest, config.latenessMs));
        return outcomes;
      },
      advance(progress, context) {
        const clock = clockIn(context);
        const { latenessMs } = config;
        return wind(
          context,
          progress.kind === 'source'
            ? sourced(clock, progress.time, latenessMs)
            : idle(clock, progress.now, latenessMs),
        );
      },
      watermark: (context) => clockIn(context).watermark,
    };
  },
};

const clockIn = (context: Context<IntakeState>): IntakeClock => context.state(CLOCK) ?? STOPPED;

function wind(context: Context<IntakeState>, clock: IntakeClock): number {
  if (clock !== clockIn(context)) context.set(CLOCK, clock);
  return clock.watermark;
}

/** The outcome, and the event time where it needed no repair. */
interface Taken {
  readonly answer: Answer;
  readonly soundTime: number;
}

const without = (answer: Answer): Taken => ({ answer, soundTime: Number.NEGATIVE_INFINITY });

function take({ key, value, partition, offset, appendedAt }: Raw, clock: IntakeClock, config: IntakeConfig): Taken {
  const claimed = value.kind === 'event' ? value.event.tenant : '';
  const tenancy = tenantOf([key.tenant, value.headers['tenant-id'] ?? '', claimed], config);
  if (!tenancy.ok) return without(deadLetter(tenancy.reason));
  const reference = config.timeSource === 'append' ? appendedAt : referenceOf(clock);
  const recognised = recognise(value, reference ?? appendedAt);
  if (recognised.kind === 'drop') return without(drop(recognised.reason));
  if (recognised.kind === 'deadLetter') return without(deadLetter(recognised.reason));
  const { mapped, format, flags } = recognised;
  const timed = eventTime(mapped.time, reference, appendedAt, config.clockSkewMs);
  const ceId = value.headers.ce_id ?? '';
  const event = toEvent(mapped, {
    tenant: tenancy.tenant,
    format,
    flags,
    eventTime: timed,
    appendedAt,
    partition,
    offset,
    ceId,
    fullHostNames: config.hostNames === 'full',
  });
  const to = { tenant: tenancy.tenant, id: entityOf(event.event) };
  const answer = forward<typeof TELEMETRY_EVENTS>({ to: TELEMETRY_EVENTS, key: to, value: event });
  return { answer, soundTime: timed.flag === null ? timed.time : Number.NEGATIVE_INFINITY };
}

import { decodeEntity, ENTITY_VERSION, encodeEntity } from '../../detectors/entity-codec.ts';
import { rowOf } from '../../detectors/entity-row.ts';
import { type EntityWindows, LAST_TIME, TIMER_DUE } from '../../detectors/entity-windows.ts';
import { RULES_PUBLISHED, TELEMETRY_EVENTS, TELEMETRY_FEATURES } from '../../domain/contracts.gen.ts';
import { isInForce, ruleStatuses, type StatusOf } from '../../domain/rule-status.ts';
import type { Context, Due, Input, Outcome, Rec, Stage, StateCodec } from '../../stage.ts';
import { deadLetter, forward } from '../../stage.ts';
import type { FeaturesConfig } from './config.ts';

type In = typeof TELEMETRY_EVENTS;
type Out = typeof TELEMETRY_FEATURES;

export interface FeaturesPorts {
  readonly config: FeaturesConfig;
}

const HOUR_MS = 3_600_000;
/** The 300 s window and as much again for events that come late. What an entity has met before that is learnt anew: reading a whole day back would delay detection for longer than it is worth. */
const HORIZON_MS = 600_000;

const codec: StateCodec<EntityWindows> = { version: ENTITY_VERSION, encode: encodeEntity, decode: decodeEntity };

/** Event-time windows and heuristics per entity: one feature row for each event. */
export const features: Stage<In, Out, EntityWindows, FeaturesPorts> = {
  name: 'features',
  reads: TELEMETRY_EVENTS,
  tables: [RULES_PUBLISHED],
  writes: [TELEMETRY_FEATURES],
  state: codec,
  horizonMs: HORIZON_MS,
  routineDrops: [],
  open: async ({ config }) => {
    const quietMs = config.quietHours * HOUR_MS;
    return {
      process: (batch, context) => {
        const statusOf = ruleStatuses(context.table(RULES_PUBLISHED).values());
        return batch.map((input) => processOne(input, context, statusOf, quietMs));
      },
      timers: (due, context) => due.flatMap((one) => forgetQuiet(one, context, quietMs)),
    };
  },
};

function processOne(
  { key, value }: Input<In>,
  context: Context<EntityWindows>,
  statusOf: StatusOf,
  quietMs: number,
): Outcome<Out> {
  if (value.event.tenant !== key.tenant) return deadLetter('tenant_mismatch');
  const known = context.state(key);
  const { row, windows, pushedOut } = rowOf(
    value,
    stillKnown(known, value.event.time, quietMs),
    (rule) => !isInForce(statusOf(key.tenant, rule)),
  );
  for (let i = 0; i < pushedOut; i++) context.count('evicted', key.tenant);
  if (row.late) context.count('late', key.tenant);
  else {
    keepTimer({ key, due: value.event.time + quietMs }, windows, context);
    context.set(key, windows);
  }
  return forward({ to: TELEMETRY_FEATURES, key, value: row });
}

/** The answer may not depend on whether the timer has come round already. */
function stillKnown(windows: EntityWindows | undefined, time: number, quietMs: number): EntityWindows | undefined {
  return windows && time - (windows.clock[LAST_TIME] as number) >= quietMs ? undefined : windows;
}

/** Moves the timer by the hour only: moving it with every event would write it with every event. */
function keepTimer({ key, due }: Due, windows: EntityWindows, context: Context<EntityWindows>): void {
  const before = windows.clock[TIMER_DUE] as number;
  if (before !== 0 && due < before + HOUR_MS) return;
  windows.clock[TIMER_DUE] = due;
  context.timer(key, due);
}

function forgetQuiet({ key, due }: Due, context: Context<EntityWindows>, quietMs: number): Rec<Out>[] {
  const windows = context.state(key);
  if (!windows) return [];
  const quietFrom = (windows.clock[LAST_TIME] as number) + quietMs;
  if (quietFrom <= due) context.delete(key);
  else {
    windows.clock[TIMER_DUE] = quietFrom;
    context.timer(key, quietFrom);
    context.set(key, windows);
  }
  return [];
}

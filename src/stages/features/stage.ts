import { rowOf } from '../../detectors/entity-row.ts';
import { type EntityWindows, emptyWindows, LAST_TIME, TIMER_DUE } from '../../detectors/entity-windows.ts';
import type { RuleBook, TenantRules } from '../../detectors/sigma/rule-book.ts';
import { hear, silenceDue } from '../../detectors/silence.ts';
import { RULES_PUBLISHED, TELEMETRY_EVENTS, TELEMETRY_FEATURES } from '../../domain/contracts.gen.ts';
import { isInForce } from '../../domain/rule-status.ts';
import type { Context, Due, Input, Key, Outcome, Rec, Stage } from '../../stage.ts';
import { deadLetter, forward } from '../../stage.ts';
import type { FeaturesConfig } from './config.ts';
import type { YaraPort } from './ports.ts';
import { verdictOf, withVerdict } from './rules.ts';
import { forgetSilence, SILENT_SOURCE, tellSilences } from './silences.ts';
import { BOOK_KEY, type FeaturesState, featuresCodec, isBook } from './state.ts';
import { scanEvents, type YaraSaid } from './yara.ts';

type In = typeof TELEMETRY_EVENTS;
type Out = typeof TELEMETRY_FEATURES;
type Here = Context<FeaturesState>;

export interface FeaturesPorts {
  readonly config: FeaturesConfig;
  readonly rules: RuleBook;
  /** Absent: there are no YARA rules. */
  readonly yara?: YaraPort;
  /** Called for every match of a rule that runs in the shadow. */
  readonly shadowed?: (rule: string) => void;
}

/** The knobs as the stage uses them. */
interface Limits {
  readonly quietMs: number;
  readonly silentMs: number;
  readonly regularMs: number;
}

const HOUR_MS = 3_600_000;
/** The 300 s window and as much again for events that come late. What an entity has met before that is learnt anew: reading a whole day back would delay detection for longer than it is worth. */
const HORIZON_MS = 600_000;

/** Event-time windows and heuristics per entity: one feature row for each event, and one for each host that falls silent. */
export const features: Stage<In, Out, FeaturesState, FeaturesPorts> = {
  name: 'features',
  reads: TELEMETRY_EVENTS,
  tables: [RULES_PUBLISHED],
  writes: [TELEMETRY_FEATURES],
  state: featuresCodec,
  horizonMs: HORIZON_MS,
  routineDrops: [],
  open: async (ports) => {
    const limits = limitsOf(ports.config);
    return {
      process: async (batch, context) => {
        const scanned = await scanEvents(
          batch.map(({ value }) => value),
          ports,
        );
        return batch.map((input, at) => processOne(input, scanned[at] ?? null, context, limits, ports));
      },
      timerKeys: ({ key }) => [key, BOOK_KEY],
      timers: (due, context) => due.flatMap((one) => wake(one, context, limits, ports)),
    };
  },
};

const limitsOf = ({ quietHours, silentMinutes, regularHours }: FeaturesConfig): Limits => ({
  quietMs: quietHours * HOUR_MS,
  silentMs: silentMinutes * 60_000,
  regularMs: regularHours * HOUR_MS,
});

function processOne(
  { key, value }: Input<In>,
  yara: YaraSaid,
  context: Here,
  limits: Limits,
  ports: FeaturesPorts,
): Outcome<Out> {
  const { event } = value;
  if (event.tenant !== key.tenant) return deadLetter('tenant_mismatch');
  const rules = rulesFor(key, ports, context);
  const { row, windows, pushedOut } = rowOf(
    value,
    stillKnown(windowsOf(context, key), event.time, limits.quietMs),
    (rule) => !isInForce(rules.statusOf(rule)),
  );
  for (let i = 0; i < pushedOut; i++) context.count('evicted', key.tenant);
  if (row.late) context.count('late', key.tenant);
  const unheard =
    event.host === '' ? 0 : hear(windows.heard, event.time, event.rawPartition, event.rawOffset, limits.silentMs);
  for (let i = 0; i < unheard; i++) context.count('evicted', key.tenant);
  if (!row.late || event.host !== '') {
    keepTimer(key, windows, context, limits);
    context.set(key, windows);
  }
  const verdict = verdictOf(value, rules, yara);
  for (const id of verdict.shadowed) ports.shadowed?.(id);
  return forward({ to: TELEMETRY_FEATURES, key, value: withVerdict(row, verdict) });
}

const rulesFor = ({ tenant }: Key, { rules }: FeaturesPorts, context: Here): TenantRules =>
  rules.forTenant(tenant, context.table(RULES_PUBLISHED));

function windowsOf(context: Here, key: Key): EntityWindows | undefined {
  const state = context.state(key);
  return state === undefined || isBook(state) ? undefined : state;
}

/** The answer may not depend on whether the timer has come round already; nor may a silence that was not decided yet. */
function stillKnown(windows: EntityWindows | undefined, time: number, quietMs: number): EntityWindows | undefined {
  if (!windows || time - (windows.clock[LAST_TIME] as number) < quietMs) return windows;
  const fresh = emptyWindows();
  fresh.heard.set(windows.heard);
  fresh.clock[TIMER_DUE] = windows.clock[TIMER_DUE] as number;
  return fresh;
}

/** When something happens to the entity without an event: a silence is decided, or it is forgotten. */
const dueOf = ({ clock, heard }: EntityWindows, { quietMs, silentMs }: Limits): number =>
  Math.min(silenceDue(heard, silentMs), (clock[LAST_TIME] as number) + quietMs);

/** Moves the timer by the hour only: moving it with every event would write it with every event. One that comes too soon is set anew. */
function keepTimer(key: Key, windows: EntityWindows, context: Here, limits: Limits): void {
  const before = windows.clock[TIMER_DUE] as number;
  const due = dueOf(windows, limits);
  if (before !== 0 && due >= before && due < before + HOUR_MS) return;
  windows.clock[TIMER_DUE] = due;
  context.timer(key, due);
}

function wake({ key, due }: Due, context: Here, limits: Limits, ports: FeaturesPorts): readonly Rec<Out>[] {
  const windows = windowsOf(context, key);
  if (!windows) return [];
  const rows = tellSilences(key, windows, limits, context);
  const forgotten = (windows.clock[LAST_TIME] as number) + limits.quietMs;
  if (forgotten <= due) {
    context.delete(key);
    forgetSilence(key, context);
  } else {
    const next = dueOf(windows, limits);
    // at the end of a replay a silence stays undecided
    windows.clock[TIMER_DUE] = next > due ? next : forgotten;
    context.timer(key, windows.clock[TIMER_DUE] as number);
    context.set(key, windows);
  }
  if (!isInForce(rulesFor(key, ports, context).statusOf(SILENT_SOURCE))) return [];
  return rows.map((value) => ({ to: TELEMETRY_FEATURES, key, value }));
}

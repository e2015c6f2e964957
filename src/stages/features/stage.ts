import { rowOf } from '../../detectors/entity-row.ts';
import { type EntityWindows, emptyWindows, LAST_TIME, TIMER_DUE } from '../../detectors/entity-windows.ts';
import type { RuleBook, TenantRules } from '../../detectors/sigma/rule-book.ts';
import { hear, silenceDue } from '../../detectors/silence.ts';
import { RULES_PUBLISHED, TELEMETRY_EVENTS, TELEMETRY_FEATURES, TENANT_MINUTES } from '../../domain/contracts.gen.ts';
import { isInForce } from '../../domain/rule-status.ts';
import type { Context, Due, Input, Key, Outcome, Rec, Stage } from '../../stage.ts';
import { deadLetter, forward } from '../../stage.ts';
import type { FeaturesConfig } from './config.ts';
import { note, openFor, type TenantHere, wakeMinute } from './minutes.ts';
import type { YaraPort } from './ports.ts';
import { verdictOf, withVerdict } from './rules.ts';
import { forgetSilence, SILENT_SOURCE, tellSilences } from './silences.ts';
import { BOOK_KEY, type FeaturesState, featuresCodec, isEntity, minuteKeys, minuteOfKey } from './state.ts';
import { TenantViews } from './tenant-views.ts';
import { scanEvents, type YaraSaid } from './yara.ts';

type In = typeof TELEMETRY_EVENTS;
type Out = typeof TELEMETRY_FEATURES | typeof TENANT_MINUTES;
type Here = Context<FeaturesState>;

export interface FeaturesPorts {
  readonly config: FeaturesConfig;
  readonly rules: RuleBook;
  /** Absent: there are no YARA rules. */
  readonly yara?: YaraPort;
  /** Called for every match of a rule that runs in the shadow. */
  readonly shadowed?: (rule: string) => void;
  /** Called for each minute of another partition that came after rows that wanted it. */
  readonly minuteLate?: () => void;
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
  tables: [RULES_PUBLISHED, TENANT_MINUTES],
  writes: [TELEMETRY_FEATURES, TENANT_MINUTES],
  state: featuresCodec,
  horizonMs: HORIZON_MS,
  routineDrops: [],
  open: async (ports) => {
    const limits = limitsOf(ports.config);
    const views = new TenantViews(() => ports.minuteLate?.());
    return {
      keys: ({ key }) => {
        const { open, past } = minuteKeys(key.tenant);
        return [key, open, past];
      },
      process: async (batch, context) => {
        const scanned = await scanEvents(
          batch.map(({ value }) => value),
          ports,
        );
        return batch.map((input, at) => processOne(input, scanned[at] ?? null, context, { limits, ports, views }));
      },
      timerKeys: ({ key }) => {
        const minute = minuteOfKey(key);
        return minute ? Object.values(minuteKeys(minute.tenant)) : [key, BOOK_KEY];
      },
      timers: (due, context) =>
        due.flatMap((one): readonly Rec<Out>[] => {
          const minute = minuteOfKey(one.key);
          return minute
            ? wakeMinute(hereOf(minute.tenant, context), minute.isOpen, one, context)
            : wake(one, context, limits, ports);
        }),
    };
  },
};

const limitsOf = ({ quietHours, silentMinutes, regularHours }: FeaturesConfig): Limits => ({
  quietMs: quietHours * HOUR_MS,
  silentMs: silentMinutes * 60_000,
  regularMs: regularHours * HOUR_MS,
});

/** What a room works with. */
interface Work {
  readonly limits: Limits;
  readonly ports: FeaturesPorts;
  readonly views: TenantViews;
}

function processOne(
  { key, value }: Input<In>,
  yara: YaraSaid,
  context: Here,
  { limits, ports, views }: Work,
): Outcome<Out> {
  const { event } = value;
  if (event.tenant !== key.tenant) return deadLetter('tenant_mismatch');
  const rules = rulesFor(key, ports, context);
  const here = hereOf(key.tenant, context);
  const { open, told } = openFor(here, event.time, context);
  const known = stillKnown(windowsOf(context, key), event.time, limits.quietMs);
  const isOff = (rule: string) => !isInForce(rules.statusOf(rule));
  const made = rowOf(value, known, isOff, views.viewFor(here, open, context));
  const { row, windows, pushedOut } = made;
  for (let i = 0; i < pushedOut; i++) context.count('evicted', key.tenant);
  if (row.late) context.count('late', key.tenant);
  const unheard =
    event.host === '' ? 0 : hear(windows.heard, event.time, event.rawPartition, event.rawOffset, limits.silentMs);
  for (let i = 0; i < unheard; i++) context.count('evicted', key.tenant);
  if (!row.late || event.host !== '') {
    keepTimer(key, windows, context, limits);
    context.set(key, windows);
  }
  if (!row.late) note(here, open, made, context);
  const verdict = verdictOf(value, rules, yara);
  for (const id of verdict.shadowed) ports.shadowed?.(id);
  const record = { to: TELEMETRY_FEATURES, key, value: withVerdict(row, verdict) };
  return told ? forward<Out>(record, told) : forward<Out>(record);
}

const hereOf = (tenant: string, { partition }: Here): TenantHere => ({ tenant, partition, keys: minuteKeys(tenant) });

const rulesFor = ({ tenant }: Key, { rules }: FeaturesPorts, context: Here): TenantRules =>
  rules.forTenant(tenant, context.table(RULES_PUBLISHED));

function windowsOf(context: Here, key: Key): EntityWindows | undefined {
  const state = context.state(key);
  return isEntity(state) ? state : undefined;
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

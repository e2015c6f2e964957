import {
  RULES_PUBLISHED,
  TELEMETRY_SIGNALS,
  THREATS_CORRELATED,
  type Threat,
  type ThreatRole,
} from '../../domain/contracts.gen.ts';
import { isInForce } from '../../domain/rule-status.ts';
import { isStepKey } from '../../domain/step-key.ts';
import {
  type Context,
  type Due,
  deadLetter,
  drop,
  forward,
  type Input,
  type Key,
  type Outcome,
  type Rec,
  type Room,
  type Stage,
} from '../../stage.ts';
import type { CorrelationConfig } from './config.ts';
import { CORRELATIONS } from './correlations.ts';
import { type Item, toItem } from './evidence.ts';
import { type GroupPorts, takeGroup, wakeGroup } from './groups.ts';
import { dueOf, type Fed, feed, type Scene, settle } from './lane.ts';
import { drain, enqueue } from './pending.ts';
import { threatRecords } from './records.ts';
import { type CorrelationState, correlationCodec, isGroup } from './room-state.ts';
import type { EntityRisk, Lane } from './state.ts';

type In = typeof TELEMETRY_SIGNALS;
type Out = typeof THREATS_CORRELATED;
type Scenes = (key: Key, lane: 'own' | 'spread') => Scene;

export type CorrelationPorts = GroupPorts;

/** Joins the signals of an entity, and the steps of a Sigma correlation's group, into threats. */
export const correlation: Stage<In, Out, CorrelationState, CorrelationPorts> = {
  name: 'correlation',
  reads: TELEMETRY_SIGNALS,
  tables: [RULES_PUBLISHED],
  writes: [THREATS_CORRELATED],
  state: correlationCodec,
  // A signal counts for a window before the threat, the threat spans an hour and closes after the quiet
  horizonMs: 3 * 3_600_000,
  routineDrops: ['kept', 'accumulated', 'repeated_event', 'too_late', 'rule_replaced'],
  open: async (ports) => openRoom(ports),
};

function openRoom(ports: CorrelationPorts): Room<In, Out, CorrelationState> {
  const { config } = ports;
  return {
    process(batch, context) {
      const scenes = scenesOf(ports, context);
      return batch.map((input) =>
        isStepKey(input.key.id) ? takeGroup(input, ports, context) : take(input, scenes, config, context),
      );
    },
    timers(due, context) {
      const scenes = scenesOf(ports, context);
      return due.flatMap((one) =>
        isStepKey(one.key.id) ? wakeGroup(one, ports, context) : wake(one, scenes, config, context),
      );
    },
  };
}

function scenesOf({ config, rules }: CorrelationPorts, context: Context<CorrelationState>): Scenes {
  const statusOf = (tenant: string, rule: string) =>
    rules.forTenant(tenant, context.table(RULES_PUBLISHED)).statusOf(rule);
  return ({ tenant, id }, lane) => ({
    tenant,
    ...entityOf(id),
    get losses() {
      return context.losses(tenant);
    },
    watermark: context.watermark,
    config,
    correlations: CORRELATIONS.filter((one) => one.lane === lane && isInForce(statusOf(tenant, one.id))),
  });
}

function take(
  input: Input<In>,
  scenes: Scenes,
  config: CorrelationConfig,
  context: Context<CorrelationState>,
): Outcome<Out> {
  const { key, value } = input;
  if (value.event.tenant !== key.tenant) return deadLetter('tenant_mismatch');
  if (!Number.isSafeInteger(value.event.time)) return deadLetter('time_not_an_integer');
  const state = entityState(context, key) ?? { own: null, spread: null, pending: [] };
  const item = toItem(value);
  const taken = value.owner ? takeOwn(state, item, scenes(key, 'own')) : takeSpread(state, item, scenes(key, 'spread'));
  keep(key, state, config, context);
  const threats = threatsOf(taken.fed, key.tenant, context);
  return threats.length > 0 ? forward(...threats) : drop(taken.fate);
}

function entityState(context: Context<CorrelationState>, key: Key): EntityRisk | undefined {
  const state = context.state(key);
  return isGroup(state) ? undefined : state;
}

interface Taken {
  readonly fed: readonly Fed[];
  /** Reason of the drop where no threat comes of it. */
  readonly fate: string;
}

function takeOwn(state: EntityRisk, item: Item, scene: Scene): Taken {
  const fed = feed(state.own, item, scene);
  state.own = fed.lane;
  return { fed: [fed], fate: fed.fate };
}

function takeSpread(state: EntityRisk, item: Item, scene: Scene): Taken {
  const isNew = enqueue(state, item);
  return { fed: drain(state, scene), fate: isNew ? 'accumulated' : 'repeated_event' };
}

/** The watermark has passed: waiting signals have their order, quiet threats close, old states go. */
function wake(
  { key }: Due,
  scenes: Scenes,
  config: CorrelationConfig,
  context: Context<CorrelationState>,
): readonly Rec<Out>[] {
  const state = entityState(context, key);
  if (!state) return [];
  const fed = drain(state, scenes(key, 'spread'));
  const own = rest(state.own, scenes(key, 'own'));
  const spread = rest(state.spread, scenes(key, 'spread'));
  keep(key, { own: own.lane, spread: spread.lane, pending: state.pending }, config, context);
  return [...threatsOf(fed, key.tenant, context), ...threatRecords(key.tenant, [...own.threats, ...spread.threats])];
}

/** The lane as the watermark leaves it; null when all of it lies beyond the window. */
function rest(lane: Lane | null, scene: Scene): { lane: Lane | null; threats: readonly Threat[] } {
  if (!lane) return { lane: null, threats: [] };
  const settled = settle(lane, scene.watermark, scene);
  return { lane: settled.lane === lane ? lane : null, threats: settled.threats };
}

function keep(key: Key, state: EntityRisk, config: CorrelationConfig, context: Context<CorrelationState>): void {
  const dues = [state.own, state.spread].flatMap((lane) => (lane ? [dueOf(lane, config)] : []));
  const [first] = state.pending;
  if (first) dues.push(first.event.time + 1);
  if (dues.length === 0) {
    context.delete(key);
    context.timer(key, null);
  } else {
    context.set(key, state);
    context.timer(key, Math.min(...dues));
  }
}

function threatsOf(fed: readonly Fed[], tenant: string, context: Context<CorrelationState>): readonly Rec<Out>[] {
  for (const { fate } of fed) if (fate === 'too_late') context.count('late', tenant);
  return threatRecords(
    tenant,
    fed.flatMap(({ threats }) => threats),
  );
}

const ROLES: ReadonlySet<string> = new Set<ThreatRole>(['host', 'user', 'address']);

/** `host:ws01` is the host ws01. */
function entityOf(id: string): { readonly role: ThreatRole; readonly entity: string } {
  const colon = id.indexOf(':');
  const role = id.slice(0, Math.max(0, colon));
  return { role: ROLES.has(role) ? (role as ThreatRole) : 'none', entity: id.slice(colon + 1) };
}

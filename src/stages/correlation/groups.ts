import type { RuleBook, TenantRules } from '../../detectors/sigma/rule-book.ts';
import { RULES_PUBLISHED, type TELEMETRY_SIGNALS, type THREATS_CORRELATED } from '../../domain/contracts.gen.ts';
import { stepKey } from '../../domain/step-key.ts';
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
} from '../../stage.ts';
import type { CorrelationConfig } from './config.ts';
import {
  type Around,
  closeOrphan,
  closeQuiet,
  type GroupScene,
  groupDue,
  passStep,
  takeStep,
  tellFiring,
} from './group.ts';
import { emptyGroup, type GroupState } from './group-state.ts';
import { threatRecords } from './records.ts';
import { type CorrelationState, isGroup } from './room-state.ts';

type In = typeof TELEMETRY_SIGNALS;
type Out = typeof THREATS_CORRELATED;
type Here = Context<CorrelationState>;

/** What the room is opened with. */
export interface GroupPorts {
  readonly config: CorrelationConfig;
  readonly rules: RuleBook;
  /** Called for every firing of a correlation that runs in the shadow. */
  readonly shadowed?: (rule: string) => void;
}

/** A step of a correlation: it may fire, which opens a threat or belongs to the one that is open. */
export function takeGroup({ key, value }: Input<In>, ports: GroupPorts, context: Here): Outcome<Out> {
  const [step] = value.steps;
  if (value.event.tenant !== key.tenant) return deadLetter('tenant_mismatch');
  if (!Number.isSafeInteger(value.event.time)) return deadLetter('time_not_an_integer');
  if (step === undefined || stepKey(step) !== key.id) return deadLetter('step_malformed');
  const rules = rulesFor(key, ports, context);
  const tree = rules.plan.trees.get(step.root);
  if (tree?.version !== step.version) return drop('rule_replaced');
  const state = groupState(context, key) ?? emptyGroup(step);
  const scene = { ...aroundOf(key, context), config: ports.config, tree, rules: rules.rules };
  const { firings, evicted } = takeStep(state, value, step, scene);
  for (let i = 0; i < evicted; i++) context.count('evicted', key.tenant);
  const threats = firings.flatMap((firing) => {
    if (rules.statusOf(step.root) !== 'shadow') return tellFiring(state, firing, scene);
    ports.shadowed?.(step.root);
    return [];
  });
  keep(key, state, scene, context);
  return threats.length > 0 ? forward(...threatRecords(key.tenant, threats)) : drop('kept');
}

/** The watermark has passed: absences are decided, quiet threats close, old hits go. */
export function wakeGroup({ key }: Due, ports: GroupPorts, context: Here): readonly Rec<Out>[] {
  const state = groupState(context, key);
  if (!state) return [];
  const rules = rulesFor(key, ports, context);
  const tree = rules.plan.trees.get(state.root);
  if (tree?.version !== state.version) {
    context.delete(key);
    return threatRecords(key.tenant, closeOrphan(state, aroundOf(key, context)));
  }
  const scene = { ...aroundOf(key, context), config: ports.config, tree, rules: rules.rules };
  // at the end of a replay what has not come stays undecided
  if (context.watermark === Number.POSITIVE_INFINITY) return endGroup(key, state, scene, context);
  const firings = passStep(state, scene);
  const isShadow = rules.statusOf(state.root) === 'shadow';
  if (isShadow) for (const _ of firings) ports.shadowed?.(state.root);
  const told = isShadow ? [] : firings.flatMap((firing) => tellFiring(state, firing, scene));
  const closed = closeQuiet(state, context.watermark, scene);
  keep(key, state, scene, context);
  return threatRecords(key.tenant, [...told, ...closed]);
}

function endGroup(key: Key, state: GroupState, scene: GroupScene, context: Here): readonly Rec<Out>[] {
  context.delete(key);
  return threatRecords(key.tenant, closeQuiet(state, context.watermark, scene));
}

const rulesFor = ({ tenant }: Key, { rules }: GroupPorts, context: Here): TenantRules =>
  rules.forTenant(tenant, context.table(RULES_PUBLISHED));

function groupState(context: Here, key: Key): GroupState | undefined {
  const state = context.state(key);
  return isGroup(state) ? state : undefined;
}

const aroundOf = ({ tenant }: Key, context: Here): Around => ({
  tenant,
  losses: context.losses(tenant),
  watermark: context.watermark,
});

function keep(key: Key, state: GroupState, { tree }: GroupScene, context: Here): void {
  const due = groupDue(state, tree);
  if (due === null) context.delete(key);
  else context.set(key, state);
  context.timer(key, due);
}

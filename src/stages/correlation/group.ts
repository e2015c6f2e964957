import type { Correlation } from '../../detectors/sigma/correlation/correlation.ts';
import { dueOf, type Firing, pass, type Taken, take } from '../../detectors/sigma/correlation/step.ts';
import type { Tree } from '../../detectors/sigma/correlation/tree.ts';
import type { Rule } from '../../detectors/sigma/rule.ts';
import { ruleDetection } from '../../detectors/sigma/rule-detection.ts';
import type { CorrelationStep, Signal, Threat } from '../../domain/contracts.gen.ts';
import { idOf } from '../../domain/uuid5.ts';
import type { CorrelationConfig } from './config.ts';
import { type Item, toItem } from './evidence.ts';
import { factsOf, reasonOf } from './firing-words.ts';
import type { GroupState, Seen } from './group-state.ts';
import { absorb, isWorthAnUpdate, limitReached, openSession } from './session.ts';
import type { Session } from './state.ts';
import { type Subject, tell } from './threat.ts';

/** Whose group it is, and how far the input is. */
export type Around = Omit<Subject, 'role' | 'entity'>;

/** What a step meets: the correlation with all it rests on, and the knobs. */
export interface GroupScene extends Around {
  readonly config: CorrelationConfig;
  readonly tree: Tree;
  readonly rules: ReadonlyMap<string, Rule>;
}

/** Events of a group that are kept as evidence for a threat to come. */
const RECENT = 8;
/** A threat stays open for the correlation's own timespan after it fired last, within these bounds. */
const SHORTEST_QUIET_MS = 60_000;
const LONGEST_QUIET_MS = 6 * 3_600_000;

/** Takes one event in, at its place in event time. Answers the firings too, for a correlation that runs in the shadow. */
export function takeStep(state: GroupState, signal: Signal, step: CorrelationStep, scene: GroupScene): Taken {
  const { tree, rules, watermark } = scene;
  // a group that is never quiet is never woken; after the end of a replay everything would be too late
  const decided = Number.isFinite(watermark) ? passStep(state, scene) : [];
  const detections = step.rules.flatMap((id) => {
    const rule = rules.get(id);
    return rule ? [ruleDetection(rule, [])] : [];
  });
  const { role, entity } = signal;
  // the signal of a step tells which rules matched, not what they moved
  const seen = { item: { ...toItem({ ...signal, detections }), base: null }, role, entity };
  state.recent = [...state.recent, seen].slice(-RECENT);
  const { id, time } = signal.event;
  const { firings, evicted } = take(tree, state.windows, { id, time, rules: step.rules, fields: step.fields });
  return { firings: [...decided, ...firings], evicted };
}

/** What is decided once the watermark has passed: nothing came that should have. */
export const passStep = (state: GroupState, { tree, watermark }: GroupScene): readonly Firing[] =>
  pass(tree, state.windows, watermark);

/** When the group changes by itself; null: it holds nothing any more. */
export function groupDue({ windows, session }: GroupState, tree: Tree): number | null {
  const due = dueOf(tree, windows);
  if (!session) return due;
  return Math.min(due ?? Number.POSITIVE_INFINITY, session.activeAt + quietMs(tree) + 1);
}

const quietMs = ({ root }: Tree): number => Math.min(LONGEST_QUIET_MS, Math.max(SHORTEST_QUIET_MS, root.timespanMs));

/** Tells a firing: it opens a threat, or belongs to the one that is open. */
export function tellFiring(state: GroupState, firing: Firing, scene: GroupScene): readonly Threat[] {
  const threats = [...closeQuiet(state, firing.time, scene)];
  const seen = decidingOf(state, firing, scene.tree.root);
  if (seen === undefined || state.former?.decidingEvent === firing.eventId) return threats;
  if (state.session && limitReached(state.session, seen.item, scene.config))
    threats.push(close(state, state.session, state.session.end, scene));
  if (state.session) return [...threats, ...join(state, state.session, seen.item, firing, scene)];
  return [...threats, open(state, seen, firing, scene)];
}

/** Closes the threat where the correlation has not fired for long enough by that time. */
export function closeQuiet(state: GroupState, time: number, scene: GroupScene): readonly Threat[] {
  const { session } = state;
  if (!session || time <= session.activeAt + quietMs(scene.tree)) return [];
  return [close(state, session, session.activeAt + quietMs(scene.tree), scene)];
}

/** Closes a threat whose correlation is not in force any more. */
export const closeOrphan = (state: GroupState, around: Around): readonly Threat[] =>
  state.session ? [close(state, state.session, state.session.end, around)] : [];

function close(state: GroupState, session: Session, time: number, around: Around): Threat {
  const threat = tell(session, 'close', time, subjectOf(state, around));
  state.former = { uid: session.uid, end: session.end, decidingEvent: session.decidingEvent };
  state.session = null;
  return threat;
}

const subjectOf = ({ role, entity }: GroupState, around: Around): Subject => ({ ...around, role, entity });

/** The event that made it fire, with what the correlation says of it; the newest one where that had to go. */
function decidingOf({ recent }: GroupState, firing: Firing, root: Correlation): Seen | undefined {
  const seen = recent.find(({ item }) => item.event.id === firing.eventId) ?? recent.at(-1);
  const said = ruleDetection(root, factsOf(root, firing));
  return seen && { ...seen, item: { ...seen.item, detections: [said, ...seen.item.detections] } };
}

function open(state: GroupState, { item, role, entity }: Seen, firing: Firing, scene: GroupScene): Threat {
  const { tenant, losses, tree } = scene;
  const { root, version } = tree;
  const isRelated = state.former !== null && firing.time - state.former.end <= LONGEST_QUIET_MS;
  const related = isRelated && state.former ? [state.former.uid] : [];
  const uid = idOf(tenant, root.id, version, JSON.stringify(firing.group), firing.eventId);
  const session = openSession({ uid, rule: root.id, ruleVersion: version, title: root.title, related, losses }, item);
  absorb(session, item);
  for (const one of state.recent)
    if (isBefore(one.item, item, root) && !limitReached(session, one.item, scene.config)) absorb(session, one.item);
  session.activeAt = firing.time;
  session.reasons.set(root.id, reasonOf(scene, firing));
  session.versions.set(root.id, version);
  Object.assign(state, { session, role, entity });
  return tell(session, 'open', firing.time, subjectOf(state, scene));
}

const isBefore = ({ event }: Item, deciding: Item, { timespanMs }: Correlation): boolean =>
  event.id !== deciding.event.id && event.time <= deciding.event.time && event.time >= deciding.event.time - timespanMs;

function join(state: GroupState, session: Session, item: Item, firing: Firing, scene: GroupScene): readonly Threat[] {
  session.activeAt = Math.max(session.activeAt, firing.time);
  session.reasons.set(scene.tree.root.id, reasonOf(scene, firing));
  if (session.ids.has(item.event.id)) return [];
  absorb(session, item);
  if (!isWorthAnUpdate(session, firing.time, scene.config)) return [];
  return [tell(session, 'update', firing.time, subjectOf(state, scene))];
}

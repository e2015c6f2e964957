import { TACTIC_ORDER, tacticOf } from '../../domain/attack.ts';
import { MATRIX } from '../../domain/attack-matrix.ts';
import { safeText } from '../../domain/safe-text.ts';
import {
  HIGH_SEVERITY,
  INFORMATIONAL_SEVERITY,
  LOW_SEVERITY,
  MEDIUM_SEVERITY,
  severityName,
} from '../../domain/severity.ts';
import type { CorrelationConfig } from './config.ts';
import { compareText, type Item } from './evidence.ts';
import { pairs } from './pairs.ts';
import { decayed } from './risk.ts';
import type { Fired, Lane } from './state.ts';

/** A named reason to open a threat. */
export interface Correlation {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** free: the same signals open a threat in whatever order they come; keyed: their order can matter. */
  readonly order: 'free' | 'keyed';
  /** own: for signals whose role owns the raising; spread: for those that only add risk. */
  readonly lane: 'own' | 'spread';
  /** Least severity of a threat for which it holds. */
  readonly severity: number;
  /** Which of its reasons a threat keeps. */
  readonly says: 'first' | 'latest';
  /** Why it holds now that the item was added, in words of ours; null when it does not. */
  readonly reason: (lane: Lane, item: Item, config: CorrelationConfig) => string | null;
}

const SILENT_SOURCE = 'silent-source';
const TACTIC_NAMES = new Map(MATRIX.map(({ uid, name }) => [uid as string, name as string]));
const minutes = (ms: number): string => `${Math.round(ms / 60_000)} min`;
const isNear = (a: number, b: number, windowMs: number): boolean => Math.abs(a - b) <= windowMs;

/** In the order in which they are asked: the first that holds names the threat. */
export const CORRELATIONS: readonly Correlation[] = [
  {
    id: 'critical-detection',
    version: '1',
    title: 'Severe detection',
    order: 'free',
    lane: 'own',
    severity: HIGH_SEVERITY,
    says: 'first',
    reason: criticalDetection,
  },
  {
    id: 'attack-progress',
    version: '1',
    title: 'Progress through ATT&CK tactics',
    order: 'free',
    lane: 'own',
    severity: HIGH_SEVERITY,
    says: 'latest',
    reason: attackProgress,
  },
  {
    id: 'risk-threshold',
    version: '1',
    title: 'Collected risk',
    order: 'keyed',
    lane: 'own',
    severity: MEDIUM_SEVERITY,
    says: 'latest',
    reason: riskThreshold,
  },
  {
    id: 'detector-burst',
    version: '1',
    title: 'Burst of different detections',
    order: 'free',
    lane: 'own',
    severity: MEDIUM_SEVERITY,
    says: 'latest',
    reason: detectorBurst,
  },
  {
    id: 'technique-breadth',
    version: '1',
    title: 'Many different techniques',
    order: 'free',
    lane: 'own',
    severity: MEDIUM_SEVERITY,
    says: 'latest',
    reason: techniqueBreadth,
  },
  {
    id: 'entity-spread',
    version: '1',
    title: 'One identity or address active on several hosts',
    order: 'keyed',
    lane: 'spread',
    severity: HIGH_SEVERITY,
    says: 'latest',
    reason: entitySpread,
  },
  {
    id: SILENT_SOURCE,
    version: '1',
    title: 'Host has fallen silent',
    order: 'free',
    lane: 'own',
    severity: INFORMATIONAL_SEVERITY,
    says: 'first',
    reason: silentSource,
  },
];

/** A silence stands alone: it is no step towards a threat, and what comes after it is none of its evidence. */
export const isSilence = ({ detections }: Item): boolean => detections.some(({ id }) => id === SILENT_SOURCE);

function silentSource(_lane: Lane, item: Item): string | null {
  const fact = item.detections.find(({ id }) => id === SILENT_SOURCE)?.facts[0];
  return fact ? `nothing was heard for ${safeText(fact.value)}, expected: ${safeText(fact.expected)}` : null;
}

function criticalDetection(_lane: Lane, item: Item): string | null {
  const [worst] = item.detections
    .filter(({ severity }) => severity >= HIGH_SEVERITY)
    .sort((a, b) => b.severity - a.severity || compareText(a.id, b.id));
  return worst ? `${safeText(worst.title)} (${severityName(worst.severity)})` : null;
}

const firedNear = (lane: Lane, time: number, windowMs: number): readonly Fired[] =>
  [...lane.fired.values()].filter(({ last }) => isNear(time, last, windowMs));

/** Several detectors that saw one event saw one act. */
const areSeveral = (fired: readonly Fired[]): boolean => new Set(fired.map(({ lastEvent }) => lastEvent)).size > 1;

/** Informational detections name techniques too; they are no step of an attack. */
const tacticsOf = ({ severity, techniques }: Fired): readonly string[] =>
  severity < LOW_SEVERITY ? [] : techniques.map((id) => tacticOf(id).uid).filter((uid) => uid !== '');

/** A detector that names several tactics saw one act: each tactic needs a detector of its own. */
function attackProgress(lane: Lane, { event }: Item, config: CorrelationConfig): string | null {
  const steps = firedNear(lane, event.time, config.windowMs).filter((fired) => tacticsOf(fired).length > 0);
  if (!areSeveral(steps) || pairs(steps.map(tacticsOf)) < config.tactics) return null;
  const seen = new Set(steps.flatMap(tacticsOf));
  const names = TACTIC_ORDER.filter((uid) => seen.has(uid)).map((uid) => TACTIC_NAMES.get(uid));
  return `${names.length} tactics within ${minutes(config.windowMs)}: ${names.join(', ')}`;
}

/** Someone who looks around does many harmless things in a short time; informational detections count here. */
function techniqueBreadth(lane: Lane, { event }: Item, config: CorrelationConfig): string | null {
  const fired = firedNear(lane, event.time, config.breadthMs);
  const count = pairs(fired.map(({ techniques }) => techniques));
  if (!areSeveral(fired) || count < config.breadthTechniques) return null;
  return `${count} techniques by as many detectors within ${minutes(config.breadthMs)}`;
}

function riskThreshold(lane: Lane, _item: Item, config: CorrelationConfig): string | null {
  if (lane.risk < config.riskThreshold) return null;
  return `collected risk of ${Math.round(lane.risk)}, threshold ${config.riskThreshold}`;
}

function detectorBurst(lane: Lane, { event }: Item, config: CorrelationConfig): string | null {
  const recent = firedNear(lane, event.time, config.burstMs).filter(({ severity }) => severity >= LOW_SEVERITY);
  if (recent.length < config.burstDetectors || !areSeveral(recent)) return null;
  return `${recent.length} different detectors within ${minutes(config.burstMs)}`;
}

function entitySpread(lane: Lane, { event }: Item, config: CorrelationConfig): string | null {
  const hosts = [...lane.hosts.values()].filter(
    ({ risk, last }) => risk >= config.spreadHostRisk && isNear(event.time, last, config.windowMs),
  );
  const risk = decayed(lane.risk, lane.riskAt - event.time, config.halfLifeMs);
  if (hosts.length < config.spreadHosts || risk < config.spreadRisk) return null;
  return `risk on ${hosts.length} hosts within ${minutes(config.windowMs)}`;
}

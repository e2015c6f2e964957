import { TACTIC_ORDER } from '../../domain/attack.ts';
import { MATRIX } from '../../domain/attack-matrix.ts';
import { safeText } from '../../domain/safe-text.ts';
import { HIGH_SEVERITY, LOW_SEVERITY, severityName } from '../../domain/severity.ts';
import type { CorrelationConfig } from './config.ts';
import { compareText, type Item } from './evidence.ts';
import { pairs } from './pairs.ts';
import { decayed } from './risk.ts';
import type { Lane } from './state.ts';

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
    severity: 4,
    says: 'latest',
    reason: attackProgress,
  },
  {
    id: 'risk-threshold',
    version: '1',
    title: 'Collected risk',
    order: 'keyed',
    lane: 'own',
    severity: 3,
    says: 'latest',
    reason: riskThreshold,
  },
  {
    id: 'detector-burst',
    version: '1',
    title: 'Burst of different detections',
    order: 'free',
    lane: 'own',
    severity: 3,
    says: 'latest',
    reason: detectorBurst,
  },
  {
    id: 'entity-spread',
    version: '1',
    title: 'One identity or address active on several hosts',
    order: 'keyed',
    lane: 'spread',
    severity: 4,
    says: 'latest',
    reason: entitySpread,
  },
];

function criticalDetection(_lane: Lane, item: Item): string | null {
  const [worst] = item.detections
    .filter(({ severity }) => severity >= HIGH_SEVERITY)
    .sort((a, b) => b.severity - a.severity || compareText(a.id, b.id));
  return worst ? `${safeText(worst.title)} (${severityName(worst.severity)})` : null;
}

/** A detector that names several tactics saw one act: each tactic needs a detector of its own, and not all on one event. */
function attackProgress(lane: Lane, { event }: Item, config: CorrelationConfig): string | null {
  const recent = [...lane.fired.values()].filter(({ last }) => isNear(event.time, last, config.windowMs));
  const steps = recent.filter(({ tactics }) => tactics.length > 0);
  const events = new Set(steps.map(({ lastEvent }) => lastEvent));
  if (events.size < 2 || pairs(steps.map(({ tactics }) => tactics)) < config.tactics) return null;
  const seen = new Set(steps.flatMap(({ tactics }) => tactics));
  const names = TACTIC_ORDER.filter((uid) => seen.has(uid)).map((uid) => TACTIC_NAMES.get(uid));
  return `${names.length} tactics within ${minutes(config.windowMs)}: ${names.join(', ')}`;
}

function riskThreshold(lane: Lane, _item: Item, config: CorrelationConfig): string | null {
  if (lane.risk < config.riskThreshold) return null;
  return `collected risk of ${Math.round(lane.risk)}, threshold ${config.riskThreshold}`;
}

/** Detectors that saw one and the same event count as one burst only when another event stands beside it. */
function detectorBurst(lane: Lane, { event }: Item, config: CorrelationConfig): string | null {
  const recent = [...lane.fired.values()].filter(
    ({ last, severity }) => severity >= LOW_SEVERITY && isNear(event.time, last, config.burstMs),
  );
  const events = new Set(recent.map(({ lastEvent }) => lastEvent));
  if (recent.length < config.burstDetectors || events.size < 2) return null;
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

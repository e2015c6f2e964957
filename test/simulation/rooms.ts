import { FEATURE_HASH, FEATURES } from '../../src/detectors/feature-set.ts';
import { distanceScorer, memoryModels, newcomerScorer } from '../../src/memory/model.ts';
import { type AnyRoom, type AnyStage, FatalError } from '../../src/runner.ts';
import type { DetectionPorts } from '../../src/stage-ports.ts';
import { alertsConfigSchema } from '../../src/stages/alerts/config.ts';
import { correlationConfigSchema } from '../../src/stages/correlation/config.ts';
import { featuresConfigSchema } from '../../src/stages/features/config.ts';
import { inferenceConfigSchema } from '../../src/stages/inference/config.ts';
import type { ModelPort, ScoredEvent } from '../../src/stages/inference/ports.ts';
import { intakeConfigSchema } from '../../src/stages/intake/config.ts';
import { DETECTION } from '../../src/topology.ts';
import { forestManifest, sequenceManifest } from '../fixtures/manifests.ts';
import { TWO_MODELS } from '../fixtures/two-models.ts';
import type { Mode } from './plan.ts';
import { SIGMA } from './rules.ts';

export const STAGES = DETECTION as unknown as readonly AnyStage[];

export const LATENESS_MS = 3000;
export const SKEW_MS = 5000;
export const QUIET_MS = 12_000;
export const SILENT_MS = 4000;
export const REGULAR_MS = 8000;

/** An hour of attack in a minute: all that the configuration lets be shortened is. */
const correlationConfig = correlationConfigSchema.parse({
  windowMs: 40_000,
  halfLifeMs: 20_000,
  burstMs: 8000,
  breadthMs: 20_000,
  breadthTechniques: 4,
  spreadRisk: 5,
  spreadHosts: 2,
  spreadHostRisk: 1,
  quietMs: QUIET_MS,
  spanMs: 30_000,
  updateMs: 3000,
});
/** Shorter than an operator may ask for: a history lasts two minutes. */
const featuresConfig = {
  ...featuresConfigSchema.parse({}),
  silentMinutes: SILENT_MS / 60_000,
  regularHours: REGULAR_MS / 3_600_000,
};
const alertsConfig = alertsConfigSchema.parse({ gapMs: 60_000, reachMs: 5000, keepClosedMs: 60_000 });

const model = (version: string) => {
  const forest = forestManifest(FEATURES.length, { featureHash: FEATURE_HASH, version });
  const sequence = sequenceManifest({ featureHash: FEATURE_HASH, version });
  // only the newest is open at the start
  const isAsleep = version !== VERSIONS.at(-1);
  return [
    { manifest: forest, scorer: distanceScorer(forest), isAsleep },
    { manifest: sequence, scorer: newcomerScorer(), isAsleep },
  ];
};

/** Two versions, so that a promotion changes something. */
export const VERSIONS = ['1.0.0', '2.0.0'] as const;

/** Plain code in the place of ONNX; `wait` is the time on another thread. */
function models(wait: () => Promise<void>): ModelPort {
  const inner = memoryModels(VERSIONS.flatMap(model));
  return {
    ...inner,
    async prepare(refs) {
      await wait();
      return inner.prepare(refs);
    },
    async score(...request) {
      await wait();
      return inner.score(...request);
    },
  };
}

export interface RoomWorld {
  readonly mode: Mode;
  readonly wait: () => Promise<void>;
  readonly scores?: (scored: ScoredEvent) => void;
}

function portsOf({ mode, wait, scores }: RoomWorld): DetectionPorts {
  const timeSource = mode === 'replay' ? 'source' : 'append';
  return {
    intake: { config: intakeConfigSchema.parse({ timeSource, latenessMs: LATENESS_MS, clockSkewMs: SKEW_MS }) },
    features: { config: featuresConfig, rules: SIGMA },
    inference: { config: inferenceConfigSchema.parse(TWO_MODELS), model: models(wait), ...(scores && { scores }) },
    correlation: { config: correlationConfig, rules: SIGMA },
    alerts: { config: alertsConfig },
  };
}

/** The stage's room. One kind of record is poison: it makes features and correlation throw, as a bug on one record would. */
export async function openRoom(stage: AnyStage, world: RoomWorld): Promise<AnyRoom> {
  const room: AnyRoom = await stage.open(portsOf(world)[stage.name as keyof DetectionPorts]);
  if (stage.name !== 'features' && stage.name !== 'inference') return room;
  return {
    ...room,
    process(batch, context) {
      for (const { value } of batch) {
        if ((value as { event: { id: string } }).event.id.startsWith(`poison-${stage.name}`))
          throw new TypeError('a bug');
      }
      return room.process(batch, context);
    },
  };
}

export const isGivingUp = (cause: unknown): boolean =>
  cause instanceof FatalError && cause.message.includes('gave up waiting');

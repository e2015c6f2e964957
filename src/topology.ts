/**
 * THE MAP. One line a stage, in flow order; follow `reads` and `writes` to go with an event to its alert.
 *
 *   telemetry.raw ─▶ intake ─▶ telemetry.events ─▶ features ─▶ telemetry.features ─▶ inference ─▶ telemetry.signals
 *     ─▶ correlation ─▶ threats.correlated ─▶ alerts ─▶ alerts.raised, alerts.flat, incidents.raised, alerts.evidence
 *
 *   feedback.submitted ─▶ scrub ─▶ feedback.scrubbed (and alerts.silences) ─▶ training ─▶ training.triggered, training.status
 *     training.triggered ─▶ launch ─▶ training.jobs (and, once trained, models.promoted)
 *     feedback.scrubbed ─▶ dictionary (in Redis)
 */
import {
  ALERTS_EVIDENCE,
  ALERTS_RAISED,
  FEEDBACK_SCRUBBED,
  FEEDBACK_SUBMITTED,
  MODELS_AUDIT,
  MODELS_MEASURED,
  MODELS_PROMOTED,
  TRAINING_JOBS,
  TRAINING_ORDERS,
  TRAINING_STATUS,
} from './domain/contracts.gen.ts';
import type { AnyTopic } from './domain/topic.ts';
import { alerts } from './stages/alerts/stage.ts';
import { correlation } from './stages/correlation/stage.ts';
import { dictionary } from './stages/dictionary/stage.ts';
import { features } from './stages/features/stage.ts';
import { inference } from './stages/inference/stage.ts';
import { intake } from './stages/intake/stage.ts';
import { launch } from './stages/launch/stage.ts';
import { scrub } from './stages/scrub/stage.ts';
import { training } from './stages/training/stage.ts';

/** The chain of detection. */
export const DETECTION = [intake, features, inference, correlation, alerts] as const;

/** The chain of learning. */
export const LEARNING = [scrub, training, launch, dictionary] as const;

/** All that runs in processes of its own. */
export const STAGES = [...DETECTION, ...LEARNING] as const;

export type StageName = (typeof STAGES)[number]['name'];

interface Named {
  readonly name: string;
}
const namesWritten = (stages: readonly { readonly writes: readonly Named[] }[]): ReadonlySet<string> =>
  new Set(stages.flatMap(({ writes }) => writes).map(({ name }) => name));
const detected = namesWritten(DETECTION);
const written = namesWritten(STAGES);

/** Tables that people give: rules and models, and silences, which also come as feedback. */
export const GIVEN_TABLES: readonly Named[] = [
  ...new Set(DETECTION.flatMap(({ tables }): readonly Named[] => tables)),
].filter(({ name }) => !detected.has(name));

/** Topics that a stage of ours reads: watermarks go along them. */
export const HEARD_TOPICS: ReadonlySet<string> = new Set(STAGES.map((stage) => stage.reads.name));

/** Where the chains begin: topics that others write and a stage of ours reads. */
export const SOURCES: readonly Named[] = STAGES.map(({ reads }) => reads).filter(({ name }) => !written.has(name));

interface Beside {
  readonly reads: readonly AnyTopic[];
  readonly writes: readonly AnyTopic[];
}
const BESIDE: Readonly<Record<string, Beside>> = {
  [inference.name]: { reads: [], writes: [MODELS_MEASURED] },
  // what is posted to it, where it takes any
  [scrub.name]: { reads: [], writes: [FEEDBACK_SUBMITTED] },
  [launch.name]: {
    reads: [
      ...[FEEDBACK_SCRUBBED, ALERTS_EVIDENCE, TRAINING_ORDERS, TRAINING_JOBS, MODELS_PROMOTED],
      // for who asks how trainings stand
      ...[TRAINING_STATUS, ALERTS_RAISED],
    ],
    writes: [MODELS_PROMOTED, MODELS_AUDIT],
  },
};

/** What the process of a stage reads, whole, and writes beside the stage itself. */
export const beside = (stage: string): Beside => BESIDE[stage] ?? { reads: [], writes: [] };

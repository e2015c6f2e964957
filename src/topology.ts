/**
 * THE MAP. One line a stage, in flow order; follow `reads` and `writes` to go with an event to its alert.
 *
 *   telemetry.raw ─▶ intake ─▶ telemetry.events ─▶ features ─▶ telemetry.features ─▶ inference ─▶ telemetry.signals
 *     ─▶ correlation ─▶ threats.correlated ─▶ alerts ─▶ alerts.raised, alerts.flat, incidents.raised, alerts.evidence
 */
import { MODELS_MEASURED } from './domain/contracts.gen.ts';
import type { AnyTopic } from './domain/topic.ts';
import { alerts } from './stages/alerts/stage.ts';
import { correlation } from './stages/correlation/stage.ts';
import { features } from './stages/features/stage.ts';
import { inference } from './stages/inference/stage.ts';
import { intake } from './stages/intake/stage.ts';

/** The chain of detection. */
export const DETECTION = [intake, features, inference, correlation, alerts] as const;

export type StageName = (typeof DETECTION)[number]['name'];

interface Named {
  readonly name: string;
}
const written = new Set(DETECTION.flatMap(({ writes }): readonly Named[] => writes).map(({ name }) => name));

/** Tables that no stage writes: rules, models and silences, which people give. */
export const GIVEN_TABLES: readonly Named[] = [
  ...new Set(DETECTION.flatMap(({ tables }): readonly Named[] => tables)),
].filter(({ name }) => !written.has(name));

/** Topics that a stage of ours reads: watermarks go along them. */
export const HEARD_TOPICS: ReadonlySet<string> = new Set(DETECTION.map((stage) => stage.reads.name));

/** What the process of a stage writes beside the stage itself. */
export const besidesWrites = (stage: string): readonly AnyTopic[] =>
  stage === inference.name ? [MODELS_MEASURED] : [];

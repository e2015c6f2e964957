import type { AlertsPorts } from './stages/alerts/stage.ts';
import type { CorrelationPorts } from './stages/correlation/stage.ts';
import type { DictionaryPorts } from './stages/dictionary/stage.ts';
import type { FeaturesPorts } from './stages/features/stage.ts';
import type { InferencePorts } from './stages/inference/ports.ts';
import type { IntakePorts } from './stages/intake/stage.ts';
import type { LaunchPorts } from './stages/launch/stage.ts';
import type { ScrubPorts } from './stages/scrub/stage.ts';
import type { TrainingPorts } from './stages/training/stage.ts';

/** What each stage of detection is opened with. */
export interface DetectionPorts {
  readonly intake: IntakePorts;
  readonly features: FeaturesPorts;
  readonly inference: InferencePorts;
  readonly correlation: CorrelationPorts;
  readonly alerts: AlertsPorts;
}

/** What each stage of the map is opened with. */
export interface StagePorts extends DetectionPorts {
  readonly scrub: ScrubPorts;
  readonly training: TrainingPorts;
  readonly launch: LaunchPorts;
  readonly dictionary: DictionaryPorts;
}

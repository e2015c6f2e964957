import type { Target } from '../target.ts';
import { avroSchemasTarget } from './avro-schemas.ts';
import { avroValuesTarget } from './avro-values.ts';
import { CODEC_TARGETS } from './codecs.ts';
import { commandLineTarget } from './command-line.ts';
import { controlTarget } from './control.ts';
import { deadLettersTarget } from './dead-letters.ts';
import { environmentTarget } from './environment.ts';
import { FORMAT_TARGETS } from './formats.ts';
import { intakeTarget } from './intake.ts';
import { jsonGuardTarget } from './json-guard.ts';
import { recordTarget } from './record.ts';

/** Every door through which a stranger's bytes come in. */
export const TARGETS: readonly Target[] = [
  recordTarget,
  controlTarget,
  ...CODEC_TARGETS,
  jsonGuardTarget,
  avroValuesTarget,
  avroSchemasTarget,
  ...FORMAT_TARGETS,
  intakeTarget,
  environmentTarget,
  commandLineTarget,
  deadLettersTarget,
] as readonly Target[];

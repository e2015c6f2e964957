import { UNREADABLE_REASONS } from '../runner/decode.ts';
import { DEAD_LETTER_REASONS } from '../stages/intake/dead-letter-reasons.ts';
import { DEAD_LETTER_REASONS as SCRUB_REASONS } from '../stages/scrub/reasons.ts';
import { STAGES } from '../topology.ts';

/**
 * Every reason for which a record is dropped or dead-lettered: the closed set of the label `reason`. What is not in it
 * is counted as `other`, so that nobody can make up series. A test finds codes that are missing here.
 */
export const REASONS: ReadonlySet<string> = new Set([
  ...UNREADABLE_REASONS,
  ...DEAD_LETTER_REASONS,
  ...SCRUB_REASONS,
  ...STAGES.flatMap(({ routineDrops }) => routineDrops),
  // of the runner
  'key_invalid',
  'quarantined',
  'unexpected',
  'control_invalid',
  'control_not_trusted',
  // of the codec
  'bad_magic_byte',
  'avro_truncated',
  'avro_trailing_bytes',
  'avro_invalid',
  'unknown_schema',
  'foreign_schema',
  'unsafe_schema',
  'incompatible_schema',
  // of the rooms
  'alert_unknown',
  'dataset_invalid',
  'dictionary_full',
  'format_header',
  'no_author',
  'no_id',
  'step_malformed',
  'time_not_an_integer',
  'vector_malformed',
]);

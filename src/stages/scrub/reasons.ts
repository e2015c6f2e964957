/** Feedback that teaches nothing: the daily work of the stage. */
export const DROP_REASONS = ['empty_draft', 'empty_corrected', 'empty_form', 'identical', 'no_pairs'] as const;

/** Why the stage refuses feedback: the closed set of its own reason codes on its dead-letter topic. */
export const DEAD_LETTER_REASONS = [
  'tenant_mismatch',
  'tenant_invalid',
  'too_large',
  'too_many_chunks',
  'unknown_kind',
  'id_missing',
  'alert_missing',
  'alert_invalid',
  'label_missing',
  'subject_missing',
  'window_invalid',
  'pii_left',
] as const;

export type DropReason = (typeof DROP_REASONS)[number];
export type DeadLetterReason = (typeof DEAD_LETTER_REASONS)[number];

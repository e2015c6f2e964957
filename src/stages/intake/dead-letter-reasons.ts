import { FORMATS } from './formats/index.ts';

/** Why intake refuses a record, besides `malformed_<format>`. */
const REFUSALS = [
  'value_empty',
  'too_large',
  'too_deep',
  'too_many_keys',
  'forbidden_key',
  'unknown_format',
  'tenant_missing',
  'tenant_mismatch',
  'tenant_invalid',
] as const;

export type Refusal = (typeof REFUSALS)[number] | `malformed_${string}`;

/** The closed set of reason codes on intake's dead-letter topic. */
export const DEAD_LETTER_REASONS: readonly Refusal[] = [
  ...REFUSALS,
  ...FORMATS.map(({ name }): Refusal => `malformed_${name}`),
];

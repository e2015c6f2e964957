import { z } from 'zod';
import type { Variable } from './variables.ts';

/** What the stages of learning need beside their knobs. */
export const LEARNING_VARIABLES = {
  VEDETTE_PSEUDONYM_SECRET: {
    about:
      'At least 16 bytes that the pseudonyms of all tenants follow from, such as those of "openssl rand -hex 32"; the stage scrub needs it. With another secret nothing joins with what was scrubbed before.',
    fallback: '',
    schema: z
      .string()
      .refine((secret) => secret === '' || Buffer.byteLength(secret) >= 16, 'must have at least 16 bytes'),
    secret: 'whole',
  },
  VEDETTE_BLOCKLIST: {
    about:
      'File of words and phrases that feedback never keeps, one a line: first those of all tenants, then behind [tenant] those of one; empty: none.',
    fallback: '',
    schema: z.string(),
  },
} as const satisfies Readonly<Record<string, Variable>>;

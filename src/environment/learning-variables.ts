import { z } from 'zod';
import { hasLogin, url } from './urls.ts';
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
  VEDETTE_PRESIDIO_URL: {
    about:
      'Analyzer of Presidio that is asked about every text of feedback too, such as http://presidio:3000; while it does not answer, feedback waits; empty: nobody is asked.',
    fallback: '',
    schema: z
      .literal('')
      .or(url('https:', 'http:'))
      .refine((address) => !hasLogin(address), 'must not hold a login'),
  },
  VEDETTE_PRESIDIO_LANGUAGES: {
    about: 'Languages that it is set up for, en, es or both; a text in another is asked about in the first.',
    fallback: 'en',
    schema: z
      .string()
      .transform((text) => text.split(',').map((part) => part.trim()))
      .pipe(z.array(z.enum(['en', 'es'], 'must be en, es or both, separated by a comma'))),
  },
} as const satisfies Readonly<Record<string, Variable>>;

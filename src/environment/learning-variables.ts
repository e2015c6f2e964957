import { z } from 'zod';
import { place } from './place.ts';
import { hasLogin, url } from './urls.ts';
import type { Variable } from './variables.ts';

/** As Kubernetes names things. */
const label = z.string().regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)?$/, 'must be a name as Kubernetes takes it');

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
  VEDETTE_API_KEYS: {
    about:
      'File of the keys with which feedback may be posted to the processes of the stage scrub, one a line: tenant, SHA-256 of the key in hex, login of its holder; "vedette feedback key" makes one; empty: nothing is taken.',
    fallback: '',
    schema: z.string(),
  },
  VEDETTE_API_RATE: {
    about: 'Requests with feedback that a key may make a second, on average; for once, twice as many.',
    fallback: '10',
    schema: z
      .string()
      .regex(/^\d{1,4}$/, 'must be a whole number')
      .transform(Number)
      .pipe(z.number().min(1).max(1000)),
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
  VEDETTE_TRAINING_STORE: {
    about: 'Where datasets and what trainers leave are kept: a folder, or s3://bucket/prefix.',
    fallback: 'training',
    schema: place,
  },
  VEDETTE_TRAINER: {
    about:
      'The Python that trainers run with on this machine; empty: that of trainer/.venv; docs/learning.md says how it is made.',
    fallback: '',
    schema: z.string(),
  },
  VEDETTE_TRAINER_KEY: {
    about:
      'File of the private key that signs what is trained; empty: it is not signed. kubernetes: the entry trainer-key.pem of the Secret, whatever stands here.',
    fallback: '',
    schema: z.string(),
  },
  VEDETTE_JOB_RUNNER: {
    about: 'Where trainers run: local, as processes of this machine, or kubernetes, as Jobs.',
    fallback: 'local',
    schema: z.enum(['local', 'kubernetes'], 'must be local or kubernetes'),
  },
  VEDETTE_JOB_IMAGE: {
    about: 'kubernetes: the image of the trainer, as deploy/docker/trainer.Dockerfile makes it.',
    fallback: '',
    schema: z.string().regex(/^[\w./:@-]{0,255}$/, 'must be an image, such as registry.example/vedette-trainer:1.0.0'),
  },
  VEDETTE_JOB_NAMESPACE: { about: 'kubernetes: where Jobs are made.', fallback: 'vedette', schema: label },
  VEDETTE_JOB_SERVICE_ACCOUNT: {
    about: 'kubernetes: whom Jobs run as; it needs no rights in the cluster.',
    fallback: 'vedette-trainer',
    schema: label,
  },
  VEDETTE_JOB_SECRET: {
    about: 'kubernetes: the Secret whose entries Jobs have as variables, such as AWS_ACCESS_KEY_ID; empty: none.',
    fallback: '',
    schema: label,
  },
  VEDETTE_JOB_CPU: {
    about: 'kubernetes: cores that a Job asks for, and gets at most, such as 2 or 500m.',
    fallback: '2',
    schema: z.string().regex(/^([1-9]\d{0,2}|[1-9]\d{0,5}m)$/, 'must be cores, such as 2 or 500m'),
  },
  VEDETTE_JOB_MEMORY: {
    about: 'kubernetes: memory that a Job asks for, and gets at most, such as 4Gi.',
    fallback: '4Gi',
    schema: z.string().regex(/^[1-9]\d{0,5}(Mi|Gi)$/, 'must be an amount of memory, such as 512Mi or 4Gi'),
  },
  VEDETTE_JOB_GPUS: {
    about: 'kubernetes: GPUs that a Job asks for.',
    fallback: '0',
    schema: z
      .string()
      .regex(/^[0-8]$/, 'must be 0 to 8')
      .transform(Number),
  },
} as const satisfies Readonly<Record<string, Variable>>;

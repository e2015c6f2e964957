import { z } from 'zod';
import { TENANT_NAME } from '../domain/tenant.ts';
import { binsSchema, curve, fileName, hash, spread } from './manifest-parts.ts';

export const MODEL_NAME = /^[a-z][a-z0-9-]{0,63}$/;
/** Three numbers; of a version that is for one tenant alone, then 15 digits of the hash of its dataset and one of the attempt. */
export const MODEL_VERSION = /^\d{1,6}\.\d{1,6}\.\d{1,6}(-[0-9a-f]{16})?$/;

/** What one input of a graph takes of a row: the feature vector, the token sequence, the ids of its text, the set of codes. */
export const INPUT_KINDS = ['vector', 'tokens', 'text', 'codeTokens', 'codeValues'] as const;

const input = z
  .object({
    name: z.string().min(1).max(100),
    of: z.enum(INPUT_KINDS),
    /** Numbers per row. */
    width: z.number().int().min(1).max(65_536),
  })
  .strict();

const feature = spread
  .extend({
    name: z.string().min(1).max(100),
    iqr: z.number().min(0),
    /** False: the model does not look at it. */
    used: z.boolean(),
    /** Of its values over the training rows. */
    bins: binsSchema,
  })
  .strict();

const metric = z.object({ value: z.number(), low: z.number().optional(), high: z.number().optional() }).strict();

/** What every manifest has, whatever its model does. */
const origin = {
  name: z.string().regex(MODEL_NAME),
  version: z.string().regex(MODEL_VERSION),
  /** Whose feedback it learned from: it scores for nobody else. Absent: for all. */
  tenant: z.string().regex(TENANT_NAME).optional(),
  featureSet: z.string().min(1),
  featureHash: z.string().regex(/^[0-9a-f]{16,64}$/),
  file: fileName,
  /** Of the file, hex. */
  sha256: hash,
  metrics: z.record(z.string(), metric),
  /** Version that it was trained to replace. */
  parent: z.string().regex(MODEL_VERSION).nullable(),
  training: z
    .object({
      dataHash: hash,
      rows: z.number().int().positive(),
      sources: z.array(z.string()),
      seed: z.number().int(),
      versions: z.record(z.string(), z.string()),
      /** Of the trainer's code; empty where it is not known. */
      commit: z.string().regex(/^([0-9a-f]{7,64})?$/),
    })
    .strict(),
};

const common = {
  ...origin,
  /** The raw score at which the model alone forwards an event, and the share of held-out rows below it. */
  threshold: z.object({ raw: z.number(), quantile: z.number().min(0).max(1) }).strict(),
  /** Piecewise linear, flat outside; raw rises strictly, probability never falls. */
  calibration: curve,
  /** Of the raw score over the training rows. */
  raw: spread,
  /** Of the calibrated probability over held-out rows. */
  scoreBins: binsSchema,
};

const variant = z
  .object({ precision: z.enum(['fp16', 'int8']), file: fileName, sha256: hash, bytes: z.number().int().positive() })
  .strict();

/** What only a graph has. */
const graph = {
  ...common,
  opset: z.number().int().positive(),
  inputs: z.array(input).min(1).max(INPUT_KINDS.length),
  /** One float32 per row. */
  output: z.string().min(1),
  /** The same model in fewer bits. */
  variants: z.array(variant).max(2),
};

const features = z.array(feature).min(1).max(4096);

const forest = z.object({ kind: z.literal('isolation-forest'), ...graph, features }).strict();

const grown = z
  .object({
    kind: z.literal('trees'),
    ...graph,
    features,
    /** The same trees as numbers, for exact explanations. */
    trees: z.object({ file: fileName, sha256: hash }).strict(),
  })
  .strict();

const ids = {
  /** Ids at and above this are unknown to the model. */
  vocabulary: z.number().int().min(2).max(65_536),
  length: z.number().int().min(2).max(512),
};
const sequence = z.object({ kind: z.literal('sequence'), ...graph, ...ids }).strict();
const text = z.object({ kind: z.literal('text'), ...graph, ...ids }).strict();
const codes = z.object({ kind: z.literal('code-set'), ...graph, ...ids }).strict();

const ensemble = z
  .object({
    kind: z.literal('ensemble'),
    ...common,
    inputs: z.tuple([]),
    output: z.literal(''),
    variants: z.tuple([]),
  })
  .strict();

/** Tells of every token of a text which kind of personal data it is; scores no events. */
const tagger = z
  .object({
    kind: z.literal('tagger'),
    ...origin,
    opset: z.number().int().positive(),
    /** Of the graph: ids of tokens in, int32; log-odds of every type against none out, float32. */
    input: z.string().min(1).max(100),
    output: z.string().min(1).max(100),
    vocabulary: z.number().int().min(2).max(65_536),
    idsPerToken: z.number().int().min(1).max(64),
    /** Tokens to each side that it looks at. */
    reach: z.number().int().min(0).max(64),
    /** In the order of its output. */
    types: z
      .array(z.string().regex(/^[A-Z_]{2,30}$/))
      .min(1)
      .max(32),
    /** Log-odds of being personal data: a stretch needs one token at `sure`, all of it at `likely`. */
    sure: z.number(),
    likely: z.number(),
    variants: z.tuple([]),
  })
  .strict();

const kinds = z.discriminatedUnion('kind', [forest, grown, sequence, text, codes, ensemble]);

/** What stands beside every model: which numbers it takes, how its score is to be read, where it comes from. */
export const manifestSchema = kinds.superRefine((manifest, context) => {
  for (const message of widthFaults(manifest)) context.addIssue({ code: 'custom', path: ['inputs'], message });
  if (isShared(manifest) !== (manifest.tenant === undefined))
    context.addIssue({
      code: 'custom',
      path: ['tenant'],
      message: 'a version for one tenant ends in a hash, others do not',
    });
});

/** Whether a version is for all tenants. */
export const isShared = ({ version }: { readonly version: string }): boolean => !version.includes('-');

export type ModelManifest = z.infer<typeof kinds>;
export type TaggerManifest = z.infer<typeof tagger>;
export type ForestManifest = z.infer<typeof forest>;
export type TreesManifest = z.infer<typeof grown>;
export type SequenceManifest = z.infer<typeof sequence>;
export type TextManifest = z.infer<typeof text>;
export type CodeSetManifest = z.infer<typeof codes>;
export type EnsembleManifest = z.infer<typeof ensemble>;
/** A model that a runtime runs. */
export type GraphManifest = Exclude<ModelManifest, EnsembleManifest>;
export type ModelInput = z.infer<typeof input>;
export type Precision = 'fp32' | z.infer<typeof variant>['precision'];

/** The input that each kind cannot do without, and its width. */
function widthFaults(manifest: ModelManifest): readonly string[] {
  if (manifest.kind === 'ensemble') return [];
  const of = MAIN_INPUT[manifest.kind];
  const width = 'features' in manifest ? manifest.features.length : manifest.length;
  const repeated = new Set(manifest.inputs.map((one) => one.of)).size < manifest.inputs.length;
  const fits = manifest.inputs.some((one) => one.of === of && one.width === width);
  return [
    ...(fits ? [] : [`one must be of ${of}, ${width} wide`]),
    ...(repeated ? ['two are of the same numbers'] : []),
  ];
}

const MAIN_INPUT: Readonly<Record<GraphManifest['kind'], ModelInput['of']>> = {
  'isolation-forest': 'vector',
  trees: 'vector',
  sequence: 'tokens',
  text: 'text',
  'code-set': 'codeTokens',
};

/** Whether it says that it is a tagger's. */
export const isTaggerManifest = (json: unknown): boolean => (json as { kind?: unknown } | null)?.kind === 'tagger';

/** Parses the manifest of a tagger; the error names every fault. */
export const parseTaggerManifest = (json: unknown): TaggerManifest => parsed(tagger, json, 'manifest');

/** Parses a manifest; the error names every fault. */
export function parseManifest(json: unknown): ModelManifest {
  return parsed(manifestSchema, json, 'manifest');
}

/** Parses what lies beside a manifest; the error begins with its name and says every fault, of which a file can have many. */
export function parsed<T>(schema: z.ZodType<T>, json: unknown, what: string): T {
  const result = schema.safeParse(json);
  if (result.success) return result.data;
  const faults = result.error.issues.slice(0, FAULTS_TOLD).map((i) => `${i.path.join('.')}: ${i.message}`);
  throw new Error(`${what}: ${faults.join('; ')}`);
}
const FAULTS_TOLD = 20;

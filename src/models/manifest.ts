import { z } from 'zod';

/** One point of a calibration curve: the model's own score and the probability it stands for. */
const point = z.tuple([z.number(), z.number().min(0).max(1)]);

const spread = z.object({ median: z.number(), p5: z.number(), p95: z.number() }).strict();

const feature = spread
  .extend({
    name: z.string().min(1).max(100),
    iqr: z.number().min(0),
    /** False: the model does not look at it. */
    used: z.boolean(),
  })
  .strict();

const rises = (points: readonly (readonly [number, number])[]): boolean =>
  points.every((p, i) => {
    const before = points[i - 1];
    return before === undefined || (p[0] > before[0] && p[1] >= before[1]);
  });

const common = {
  name: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
  version: z.string().regex(/^\d{1,6}\.\d{1,6}\.\d{1,6}$/),
  featureSet: z.string().min(1),
  featureHash: z.string().regex(/^[0-9a-f]{16,64}$/),
  /** Of model.onnx, hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  opset: z.number().int().positive(),
  input: z.string().min(1),
  output: z.string().min(1),
  /** The raw score at which the model alone forwards an event, and the benign quantile it was read from. */
  threshold: z.object({ raw: z.number(), quantile: z.number().gt(0.5).lt(1) }).strict(),
  /** Piecewise linear, flat outside; raw rises strictly, probability never falls. */
  calibration: z.array(point).min(2).max(64).refine(rises, 'points must rise'),
  /** Of the raw score over the training rows. */
  raw: spread,
  metrics: z.record(z.string(), z.number()),
  training: z
    .object({
      dataHash: z.string().regex(/^[0-9a-f]{64}$/),
      rows: z.number().int().positive(),
      sources: z.array(z.string()),
      seed: z.number().int(),
      versions: z.record(z.string(), z.string()),
    })
    .strict(),
};

const forest = z
  .object({ kind: z.literal('isolation-forest'), ...common, features: z.array(feature).min(1).max(4096) })
  .strict();

const sequence = z
  .object({
    kind: z.literal('sequence'),
    ...common,
    /** Tokens at and above this are unknown to the model. */
    vocabulary: z.number().int().min(2).max(65_536),
    length: z.number().int().min(2).max(512),
  })
  .strict();

/** What stands beside every model.onnx: which features it takes, how its score is to be read, where it comes from. */
export const manifestSchema = z.discriminatedUnion('kind', [forest, sequence]);

export type ModelManifest = z.infer<typeof manifestSchema>;
export type ForestManifest = z.infer<typeof forest>;
export type SequenceManifest = z.infer<typeof sequence>;

/** Numbers per row that the model takes. */
export function rowWidth(manifest: ModelManifest): number {
  return manifest.kind === 'sequence' ? manifest.length : manifest.features.length;
}

/** Parses a manifest; the error names every fault. */
export function parseManifest(json: unknown): ModelManifest {
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new Error(`manifest: ${parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`).join('; ')}`);
}

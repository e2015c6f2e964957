import { z } from 'zod';

/** One point of a calibration curve: the model's own score and the probability it stands for. */
const point = z.tuple([z.number(), z.number().min(0).max(1)]);

const rises = (points: readonly (readonly [number, number])[]): boolean =>
  points.every((p, i) => {
    const before = points[i - 1];
    return before === undefined || (p[0] > before[0] && p[1] >= before[1]);
  });

/** Piecewise linear, flat outside. */
export const curve = z.array(point).min(2).max(64).refine(rises, 'points must rise');

export const spread = z.object({ median: z.number(), p5: z.number(), p95: z.number() }).strict();

/** Hex sha256. */
export const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** A file beside the manifest: no path. */
export const fileName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,63}$/);

interface Bins {
  readonly edges: readonly number[];
  readonly shares: readonly number[];
}

const risesStrictly = ({ edges }: Bins): boolean =>
  edges.every((edge, i) => i === 0 || edge > (edges[i - 1] as number));
const isWhole = ({ edges, shares }: Bins): boolean =>
  shares.length === edges.length + 1 && Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-3;

/**
 * How values lie. Bin i holds those above edge i-1 and not above edge i, so that a value belongs to the bin whose
 * number is the count of edges below it. No edges: one bin, nothing is known.
 */
export const binsSchema = z
  .object({ edges: z.array(z.number()).max(64), shares: z.array(z.number().min(0).max(1)).max(65) })
  .strict()
  .refine(risesStrictly, 'edges must rise')
  .refine(isWhole, 'shares must be one more than edges and add up to 1');

import { z } from 'zod';
import { parsed } from './manifest.ts';

const place = z.number().int().min(-1).max(65_535);
const MOST_NODES = 4096;
const ints = z.array(place).min(1).max(MOST_NODES);
const numbers = z.array(z.number()).min(1).max(MOST_NODES);

const tree = z
  .object({ feature: ints, threshold: numbers, left: ints, right: ints, value: numbers, cover: numbers })
  .strict()
  .refine(({ feature, ...others }) => Object.values(others).every((list) => list.length === feature.length), {
    message: 'lists must be of one length',
  })
  .refine(
    ({ feature, left, right }) =>
      // children come after their parent, so that every way down ends
      feature.every((column, i) => column < 0 || [left, right].every((side) => isBelow(side[i], i, feature.length))),
    { message: 'children must come after their parent' },
  );

const isBelow = (child: number | undefined, parent: number, count: number): boolean =>
  child !== undefined && child > parent && child < count;

const treesSchema = z.object({ base: z.number(), trees: z.array(tree).min(1).max(2048) }).strict();

/**
 * Boosted trees as numbers. Node 0 is the root; feature -1 marks a leaf; left where x <= threshold, compared in float32.
 * Raw score, in log-odds: base plus the values of the leaves. Features count the columns of all inputs in their order.
 */
export type Trees = z.infer<typeof treesSchema>;

/** Parses trees.json; the error names the faults. */
export const parseTrees = (json: unknown): Trees => parsed(treesSchema, json, 'trees');

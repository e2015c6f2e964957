import { z } from 'zod';
import type { Ensemble } from '../detectors/ensemble.ts';
import { MODEL_NAME, parsed } from './manifest.ts';
import { curve } from './manifest-parts.ts';

export type { Ensemble };

const weighing = { weight: z.number().min(0), base: z.number(), onlyAbove: z.boolean().optional() };

const ensembleSchema: z.ZodType<Ensemble> = z
  .object({
    bias: z.number(),
    parts: z.array(z.object({ model: z.string().regex(MODEL_NAME), ...weighing }).strict()).max(16),
    rules: z.object(weighing).strict(),
    calibration: curve,
  })
  .strict();

/** Parses the model.json of an ensemble; the error names the faults. */
export const parseEnsemble = (json: unknown): Ensemble => parsed(ensembleSchema, json, 'ensemble');

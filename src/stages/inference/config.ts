import { z } from 'zod';

/** The knobs of the inference stage. */
export const inferenceConfigSchema = z
  .object({
    forestModel: z.string().default('vedette-forest').describe('Name of the novelty model; empty: none.'),
    sequenceModel: z
      .string()
      .default('vedette-sequence')
      .describe('Name of the model of event sequences; empty: none.'),
    classifierModel: z
      .string()
      .default('vedette-classifier')
      .describe('Name of the model that learned from verdicts; empty: none.'),
    codesModel: z
      .string()
      .default('vedette-codes')
      .describe('Name of the model of the events that an entity had of late; empty: none.'),
    textModel: z.string().default('vedette-text').describe('Name of the model of hostile texts; empty: none.'),
    ensembleModel: z
      .string()
      .default('vedette-ensemble')
      .describe('Name of the ensemble that joins what all say; empty: they are joined as independent doubts.'),
    forwardSeverity: z
      .number()
      .int()
      .min(1)
      .max(5)
      .default(1)
      .describe(
        'A rule hit of this severity or above is forwarded whatever it scores; correlation counts informational ones too.',
      ),
    modelBar: z
      .number()
      .min(0)
      .max(1)
      .default(0.5)
      .describe(
        'Probability at which a model alone forwards an event where there is no ensemble, which has its own bar.',
      ),
    notable: z
      .number()
      .min(0)
      .max(1)
      .default(0.25)
      .describe('Probability from which a model is named and explained beside the hits of a forwarded event.'),
    explainFeatures: z.number().int().min(0).max(6).default(6).describe('Most features that an explanation names.'),
    explainAMinute: z
      .number()
      .int()
      .min(1)
      .max(100_000)
      .default(20)
      .describe('Events of one code and entity in a minute that are explained down to features; of more, only some.'),
    deadlineMs: z
      .number()
      .int()
      .min(1)
      .max(600_000)
      .default(5_000)
      .describe('How long a model may take for a batch before it is left out as degraded.'),
  })
  .strict();

export type InferenceConfig = Readonly<z.infer<typeof inferenceConfigSchema>>;

type Names = Pick<
  InferenceConfig,
  'forestModel' | 'sequenceModel' | 'classifierModel' | 'codesModel' | 'textModel' | 'ensembleModel'
>;

/** The models that are asked about rows, in the order in which they speak. */
export const modelNames = ({
  forestModel,
  sequenceModel,
  classifierModel,
  codesModel,
  textModel,
}: Names): readonly string[] =>
  [forestModel, sequenceModel, classifierModel, codesModel, textModel].filter((name) => name !== '');

/** Every model that scores go without when it is missing. */
export const wantedModels = (config: Names): readonly string[] =>
  [...modelNames(config), config.ensembleModel].filter((name) => name !== '');

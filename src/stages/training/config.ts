import { z } from 'zod';
import { isCron } from './schedule.ts';

const share = z.number().min(0.01).max(1);
const cron = z.string().max(100).refine(isCron, 'must be a cron expression of five parts, in UTC, that comes to pass');
const byTenant = <T extends z.ZodType>(value: T) => z.record(z.string().min(1).max(200), value);

/** The knobs of the training stage. All times are event time. */
export const trainingConfigSchema = z
  .object({
    count: z.int().min(1).max(10_000).default(500).describe('Usable records of one kind that trigger a training.'),
    least: z
      .int()
      .min(1)
      .max(10_000)
      .default(50)
      .describe('Usable records below which neither the schedule nor an order triggers one.'),
    schedule: cron.or(z.literal('')).default('0 3 * * 1').describe('When to train, as cron in UTC; empty: never.'),
    schedules: byTenant(cron.or(z.literal('')))
      .default({})
      .describe('The same for single tenants.'),
    weeklyLimit: z
      .int()
      .min(1)
      .max(50)
      .default(3)
      .describe('Most trainings of a tenant in seven days; those ordered by hand are counted, not refused.'),
    ranks: byTenant(z.int().min(0).max(9))
      .default({})
      .describe('Tenants that are trained before others, the highest rank first; 0 when not named.'),
    bufferRecords: z.int().min(1).max(10_000).default(2_000).describe('Most records of a tenant and kind that wait.'),
    buffers: z
      .int()
      .min(1)
      .max(100_000)
      .default(10_000)
      .describe('Most buffers of a partition; feedback that needs one more is refused.'),
    keepDays: z.int().min(1).max(80).default(60).describe('Days after which a record that waits is given up.'),
    remembered: z
      .int()
      .min(1_000)
      .max(100_000)
      .default(20_000)
      .describe('Records of past datasets by which repeats of a tenant are known.'),
    quorum: z
      .int()
      .min(1)
      .max(10)
      .default(2)
      .describe('Analysts who must agree before a rule is taught to be quiet, or where others contradict.'),
    analystShare: share.default(0.5).describe('Most of a dataset that one analyst may be.'),
    ruleShare: share.default(0.5).describe('Most of a dataset that one rule may be.'),
    leastClassShare: z
      .number()
      .min(0)
      .max(0.5)
      .default(0.1)
      .describe('Least of a dataset that alerts judged right, and alerts judged wrong, each are.'),
    outlierVerdicts: z
      .int()
      .min(2)
      .max(1_000)
      .default(5)
      .describe('Verdicts on a rule from which an analyst is compared with the others.'),
    outlierDistance: share
      .default(0.6)
      .describe(
        'Difference between the share of false alarms that an analyst and the others see, above which the verdicts are held.',
      ),
  })
  .strict()
  .refine((config) => config.least <= config.count, 'least must not be more than count')
  .refine((config) => config.count <= config.bufferRecords, 'count must not be more than bufferRecords');

export type TrainingConfig = Readonly<z.infer<typeof trainingConfigSchema>>;

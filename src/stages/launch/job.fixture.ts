import type { TrainingJob, TrainingTrigger } from '../../domain/contracts.gen.ts';
import { NO_DATASET } from '../../domain/no-dataset.ts';
import { jobOf } from './stage.ts';

/** A trigger of acme's, but for what the test says. */
export const trigger = (facts: Partial<TrainingTrigger> = {}): TrainingTrigger => ({
  ...{ id: 't1', tenant: 'acme', dataset: 'a1'.repeat(32), model: '', cause: 'count', count: 500, time: 1_000 },
  ...{ priority: 0, feedback: ['f1', 'f2'], kind: 'verdict', order: '' },
  manifest: { ...NO_DATASET, topic: 'feedback.scrubbed.v1', authors: { bo: 2, ana: 3 } },
  ...facts,
});

/** A job that waits for its turn, but for what the test says. */
export const job = (facts: Partial<TrainingJob> = {}): TrainingJob => ({ ...jobOf(trigger()), ...facts });

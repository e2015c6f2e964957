import {
  TRAINING_JOBS,
  TRAINING_TRIGGERED,
  type TrainingJob,
  type TrainingTrigger,
} from '../../domain/contracts.gen.ts';
import { TENANT_NAME } from '../../domain/tenant.ts';
import { deadLetter, forward, type Input, type Outcome, type Stage } from '../../stage.ts';
import type { LaunchConfig } from './config.ts';

export interface LaunchPorts {
  readonly config: LaunchConfig;
}

type In = typeof TRAINING_TRIGGERED;
type Out = typeof TRAINING_JOBS;

/** Puts each trigger into the queue of trainings. What becomes of it is the launcher's, which works beside the stage. */
export const launch: Stage<In, Out, never, LaunchPorts> = {
  name: 'launch',
  reads: TRAINING_TRIGGERED,
  tables: [],
  writes: [TRAINING_JOBS],
  horizonMs: 0,
  routineDrops: [],
  open: async () => ({ process: (batch) => batch.map(queue) }),
};

function queue({ key, value }: Input<In>): Outcome<Out> {
  if (value.tenant !== key.tenant) return deadLetter('tenant_mismatch');
  if (value.id === '') return deadLetter('no_id');
  // both become names of folders
  if (value.dataset !== '' && !TENANT_NAME.test(key.tenant)) return deadLetter('tenant_invalid');
  if (value.dataset !== '' && !/^[0-9a-f]{64}$/.test(value.dataset)) return deadLetter('dataset_invalid');
  return forward<Out>({ to: TRAINING_JOBS, key: { tenant: key.tenant, id: value.id }, value: jobOf(value) });
}

/** A training that no feedback goes into cannot be done from the log: the base models are trained on files. */
export function jobOf(trigger: TrainingTrigger): TrainingJob {
  const { id, tenant, dataset, kind, cause, count, priority, time, manifest } = trigger;
  const hasData = dataset !== '';
  return {
    ...{ id, tenant, dataset, kind, cause, count, priority, queued: time, since: time },
    ...(hasData ? { state: 'queued', reason: '' } : { state: 'refused', reason: 'no_dataset' }),
    ...{ details: [], started: 0, attempt: 0, runner: '', version: '', models: [], parents: [] },
    ...{ authors: Object.keys(manifest.authors).toSorted(), joined: {}, figures: {} },
  };
}

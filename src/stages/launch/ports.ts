import type { TrainingJob } from '../../domain/contracts.gen.ts';

/** What a trainer is told: what to do, on which data, for whom. It lies beside the data as `job.json`. */
export interface JobSpec {
  /** The same for the same dataset and attempt, so that to start it twice starts it once. */
  readonly name: string;
  readonly task: 'retrain-detector' | 'adapt-text';
  readonly tenant: string;
  /** Folder of the dataset in the training store. */
  readonly place: string;
  /** Version that the models get. */
  readonly version: string;
  /** Models in force, name to version: what it starts from. */
  readonly models: Readonly<Record<string, string>>;
  /** Folders of older datasets that it is to replay some of. */
  readonly replay: readonly string[];
  readonly attempt: number;
  readonly seed: number;
  readonly timeoutMs: number;
}

/** Where trainers run. Each call may be repeated, by several launchers at once; a world that does not answer throws RetriableError. */
export interface JobRunner {
  readonly name: 'local' | 'kubernetes';
  /** Starts the job unless it was started already. */
  start(spec: JobSpec): Promise<void>;
  /** `gone`: it has ended, however, or never was. */
  look(spec: Pick<JobSpec, 'name' | 'place'>): Promise<'running' | 'gone'>;
  /** Ends the job if it runs, at once. */
  stop(spec: Pick<JobSpec, 'name' | 'place'>): Promise<void>;
}

/** What a trainer leaves beside the data as `result.json` when it has come to its end. */
export interface JobResult {
  readonly outcome: 'passed' | 'refused' | 'failed';
  /** In words of the trainer. */
  readonly reasons: readonly string[];
  readonly figures: Readonly<Record<string, number>>;
  /** name@version of what it has published. */
  readonly models: readonly string[];
}

export type Prepared =
  | {
      readonly kind: 'ready';
      readonly spec: JobSpec;
      readonly joined: TrainingJob['joined'];
      readonly parents: readonly string[];
    }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly joined: TrainingJob['joined'] };

export const REFUSAL_REASONS = ['no_dataset', 'nothing_to_learn', 'no_models', 'gate', 'erased'] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];
export const FAILURE_REASONS = [
  'timeout',
  'trainer_died',
  'trainer_failed',
  'result_invalid',
  'models_unsound',
  'unexpected',
] as const;
export type FailureReason = (typeof FAILURE_REASONS)[number];

/** What the launcher does to the world. Each may be repeated: the second time changes nothing. */
export interface Works {
  /** Joins the dataset and writes it; says how a training on it goes, or why there is none. */
  prepare(job: TrainingJob, attempt: number): Promise<Prepared>;
  /** What the trainer has left; null: nothing yet; `invalid`: something else than a result. */
  result(job: TrainingJob): Promise<JobResult | 'invalid' | null>;
  /** Puts what was trained in force for the tenant. A reason where it is not what its manifests say. */
  promote(job: TrainingJob, models: readonly string[]): Promise<'promoted' | 'models_unsound'>;
  /** Takes what was erased out of what is stored. */
  tidy(): Promise<void>;
  /** Makes the next state known. Resolves when it is stored. */
  tell(job: TrainingJob): Promise<void>;
}

import type { GraphManifest } from '../../models/manifest.ts';
import type { ModelAnswer, ModelRef, ModelRows } from '../../stages/inference/ports.ts';
import type { LoadedModel, ModelFile } from './load-models.ts';

/** Most rows of a run. Runtimes pick their kernels by shape: a smaller one is taken only where it is known to score alike. */
export const RUN_ROWS = 64;

/** A model that has to be run. */
export type GraphModel = LoadedModel & { readonly manifest: GraphManifest };

export const isGraph = (file: ModelFile): file is GraphModel => file.ok && file.manifest.kind !== 'ensemble';

/** How a model runs, or why it does not. */
export type Opened =
  | {
      readonly ok: true;
      /** What runs it, such as cpu or cuda. */
      readonly provider: string;
      /** What was tried before, each with the reason. */
      readonly passedOver: readonly string[];
    }
  | {
      readonly ok: false;
      readonly reason: string;
      /** True: it may open at another time. */
      readonly mayPass?: boolean;
    };

/** What runs graphs: threads of this process, or a server. */
export interface Runtime {
  /** From now on these models and no others. One call at a time; scoring goes on meanwhile. Answers by `keyOf`. */
  use(models: readonly GraphModel[]): Promise<ReadonlyMap<string, Opened>>;
  /** Raw scores of so many rows; never throws. */
  score(model: GraphModel, rows: ModelRows, count: number, deadlineMs: number): Promise<ModelAnswer>;
  close(): Promise<void>;
}

export const keyOf = ({ name, version }: ModelRef): string => `${name}/${version}`;

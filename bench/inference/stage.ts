import { randomUUID } from 'node:crypto';
import { MODELS_PROMOTED, type PromotedModel } from '../../src/domain/contracts.gen.ts';
import { readiness } from '../../src/runner/readiness.ts';
import { systemClock } from '../../src/shell/clock.ts';
import { modelMeter } from '../../src/shell/model-meter.ts';
import { measuredModels } from '../../src/shell/models/measured-models.ts';
import { openModels } from '../../src/shell/onnx/models.ts';
import type { Provider } from '../../src/shell/onnx/providers.ts';
import { quietLogger, unmeasured } from '../../src/shell/quiet.ts';
import { folderStore } from '../../src/shell/registry/folder-store.ts';
import { modelRegistry } from '../../src/shell/registry/model-registry.ts';
import type { Context } from '../../src/stage.ts';
import { inferenceConfigSchema } from '../../src/stages/inference/config.ts';
import type { ModelPort } from '../../src/stages/inference/ports.ts';
import { inference } from '../../src/stages/inference/stage.ts';
import type { FeatureInput } from './rows.ts';

export interface BenchStage {
  readonly model: ModelPort;
  /** Scores rows, joins, explains and measures, as the stage does; answers how many were forwarded. */
  process(rows: readonly FeatureInput[]): Promise<number>;
  /** As the runner does: those before stay in force until the stage is ready for these; resolves then. */
  promote(promotions: readonly PromotedModel[]): Promise<void>;
  close(): Promise<void>;
}

export interface StageOptions {
  /** Folder of models; all of them are asked, an ensemble too. */
  readonly models: string;
  readonly workers: number;
  readonly providers: readonly Provider[];
}

const DEADLINE_MS = 60_000;

/** The inference stage with its worker threads and its meter, as a process of the chain has it, without Kafka. */
export async function openStage({ models, workers, providers }: StageOptions): Promise<BenchStage> {
  const opened = await openModels({
    source: modelRegistry(folderStore(models)),
    ...{ workers, providers, attemptMs: DEADLINE_MS },
  });
  const model = measuredModels(opened, unmeasured, systemClock);
  const ensemble = model.describe().find((state) => state.ok && state.manifest.kind === 'ensemble');
  const config = inferenceConfigSchema.parse({ ensembleModel: ensemble?.name ?? '', deadlineMs: DEADLINE_MS });
  const meter = modelMeter({
    ...{ clock: systemClock, logger: quietLogger, process: randomUUID() },
    publish: async () => {},
  });
  const { measured } = meter;
  const unscored = (name: string): never => {
    throw new Error(`the model ${name} has not scored some rows`);
  };
  const room = await inference.open({ config, model, measured, unscored });
  const none = new Map();
  const promoted: ReadonlyMap<string, PromotedModel>[] = [none];
  const { ready, getReady } = readiness(async (version) => room.prepares?.prepare(promoted[version] ?? none), {
    clock: systemClock,
    signal: new AbortController().signal,
    late: (): never => {
      throw new Error('a model did not open in time');
    },
  });
  const context = {
    ...{ partition: 0, partitions: 1 },
    table: (topic) => (topic === MODELS_PROMOTED ? promoted[ready()] : none),
  } as Partial<Context<never>> as Context<never>;
  return {
    model,
    async process(rows) {
      const outcomes = await room.process(rows, context);
      return outcomes.filter(({ kind }) => kind === 'forward').length;
    },
    promote(promotions) {
      promoted.push(new Map(promotions.map((one) => [`${one.tenant} ${one.name} ${one.role}`, one])));
      return getReady(promoted.length - 1);
    },
    async close() {
      await meter.close();
      await model.close();
    },
  };
}

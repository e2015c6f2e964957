import type { Change, PromotionDesk } from '../cli/models/desk.ts';
import { FEATURE_HASH } from '../detectors/feature-set.ts';
import type { TrainingJob } from '../domain/contracts.gen.ts';
import { parseModelVersion } from '../domain/model-version.ts';
import type { ModelManifest } from '../models/manifest.ts';
import { promoteChanges, seatOf, standingOn } from '../models/promotion.ts';
import { versionInForce } from '../models/version-choice.ts';
import type { Clock } from '../ports.ts';
import { RetriableError } from '../stage.ts';
import type { JobSpec } from '../stages/launch/ports.ts';

/** The text model that corrections adapt; its weights are brought by whoever runs it. */
export const TEXT_BASE = 'vedette-writer';

/** Tells other programs that a tenant has new models. */
export type Announce = (tenant: string, models: readonly string[]) => Promise<void>;

/** Which versions score for a tenant, and how new ones come to. */
export interface ModelsInForce {
  /** Versions that a training starts from, by name. Empty where there is none of use. */
  versions(task: JobSpec['task'], tenant: string): Promise<Readonly<Record<string, string>>>;
  /** Puts them in force for the tenant of the job alone; what is in force already stays as it is. */
  promote(job: TrainingJob, models: readonly string[]): Promise<'promoted' | 'models_unsound'>;
}

export interface InForceOptions {
  readonly desk: PromotionDesk;
  /** Names of the models that the ensemble of the chain joins, itself the last. */
  readonly detectors: readonly string[];
  readonly announce: Announce;
  readonly clock: Clock;
}

export function modelsInForce({ desk, detectors, announce, clock }: InForceOptions): ModelsInForce {
  async function inForce(name: string, tenant: string): Promise<ModelManifest | null> {
    const offered = (await desk.versions(name)).map(({ manifest }) => manifest);
    return versionInForce({ name, tenant, featureHash: FEATURE_HASH }, offered, await desk.promotions());
  }

  async function promote(job: TrainingJob, names: readonly string[]): Promise<'promoted' | 'models_unsound'> {
    const models: ModelManifest[] = [];
    for (const name of names) {
      const ref = parseModelVersion(name);
      const file = ref && (await desk.model(ref));
      // the version binds it to the dataset, the manifest to the tenant
      if (!file?.ok || file.manifest.tenant !== job.tenant || file.version !== job.version) return 'models_unsound';
      models.push(file.manifest);
    }
    const promotions = await desk.promotions();
    const changes: Change[] = [];
    for (const model of models) {
      const standing = standingOn(promotions, seatOf(model, 'active', job.tenant));
      if (standing?.version === model.version && standing.sha256 === model.sha256) continue;
      const move = { tenant: job.tenant, by: 'vedette launch', reason: `training ${job.id}`, now: clock.now() };
      const before = standing?.version ?? '';
      changes.push(...promoteChanges(model, promotions, before, move).map((promotion) => ({ promotion })));
    }
    await desk.write(changes).catch((cause: Error) => {
      throw new RetriableError(cause.message, { cause });
    });
    await announce(job.tenant, names);
    return 'promoted';
  }

  return {
    async versions(task, tenant) {
      const names = task === 'adapt-text' ? [TEXT_BASE] : detectors;
      const found = await Promise.all(
        names.map(async (name) => [name, (await inForce(name, tenant))?.version] as const),
      );
      return Object.fromEntries(found.flatMap(([name, version]) => (version === undefined ? [] : [[name, version]])));
    },
    promote,
  };
}

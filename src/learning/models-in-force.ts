import type { Change, PromotionDesk } from '../cli/models/desk.ts';
import { FEATURE_HASH } from '../detectors/feature-set.ts';
import type { TrainingJob } from '../domain/contracts.gen.ts';
import { parseModelVersion } from '../domain/model-version.ts';
import { isShared, type ModelManifest } from '../models/manifest.ts';
import { promoteChanges, seatOf, standingOn } from '../models/promotion.ts';
import { type Offered, versionInForce } from '../models/version-choice.ts';
import { compareVersions } from '../models/versions.ts';
import type { Clock } from '../ports.ts';
import { isModelRef } from '../shell/models/load-models.ts';
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

  /** Text models have no seat: the newest is what adapters are made for. */
  async function newestWriter(): Promise<Readonly<Record<string, string>>> {
    const writers = (await desk.list()).filter((ref) => ref.name === TEXT_BASE && isModelRef(ref) && isShared(ref));
    const [newest] = writers.toSorted((a, b) => compareVersions(b.version, a.version));
    return newest === undefined ? {} : { [TEXT_BASE]: newest.version };
  }

  /** A model or an adapter whose files are what its manifest says. */
  async function soundOf(text: string): Promise<Offered | null> {
    const ref = parseModelVersion(text);
    if (ref === null) return null;
    const file = await desk.model(ref);
    if (file.ok) return file.manifest;
    const adapter = await desk.adapter(ref);
    return adapter && { ...adapter, featureHash: '' };
  }

  async function promote(job: TrainingJob, names: readonly string[]): Promise<'promoted' | 'models_unsound'> {
    const models: Offered[] = [];
    for (const name of names) {
      const model = await soundOf(name);
      // the version binds it to the dataset, the manifest to the tenant
      if (model?.tenant !== job.tenant || model.version !== job.version) return 'models_unsound';
      models.push(model);
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
      if (task === 'adapt-text') return newestWriter();
      const found = await Promise.all(
        detectors.map(async (name) => [name, (await inForce(name, tenant))?.version] as const),
      );
      return Object.fromEntries(found.flatMap(([name, version]) => (version === undefined ? [] : [[name, version]])));
    },
    promote,
  };
}

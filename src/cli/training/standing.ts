import type { PromotedModel, TrainingJob, TrainingStatus } from '../../domain/contracts.gen.ts';
import type { Effect } from '../../models/effect.ts';
import type { TrainingDesk } from './desk.ts';
import { measuredEffect } from './measured-effect.ts';

/** How learning stands. */
export interface Standing {
  readonly buffers: readonly TrainingStatus[];
  readonly jobs: readonly TrainingJob[];
  /** Versions that are in force for a tenant alone. */
  readonly active: readonly PromotedModel[];
  /** By tenant. */
  readonly effect: Readonly<Record<string, readonly Effect[]>>;
}

/** Of one tenant, or of all. */
export const standingOf = async (desk: TrainingDesk, tenant: string | undefined): Promise<Standing> => ({
  buffers: await desk.buffers(tenant),
  jobs: await desk.jobs(tenant),
  active: await desk.active(tenant),
  effect: await measuredEffect(desk, tenant),
});

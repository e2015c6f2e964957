import { join } from 'node:path';
import { openModels } from './shell/onnx/models.ts';
import type { StagePorts } from './stage-ports.ts';
import { alertsConfigSchema } from './stages/alerts/config.ts';
import { correlationConfigSchema } from './stages/correlation/config.ts';
import { featuresConfigSchema } from './stages/features/config.ts';
import { inferenceConfigSchema } from './stages/inference/config.ts';
import { intakeConfigSchema } from './stages/intake/config.ts';

/** The models that come with the package. */
export const SHIPPED_MODELS = join(import.meta.dirname, '../models');

export interface LocalOptions {
  /** Tenant of records that name none. */
  readonly tenant: string;
  /** Folder of models. Default: the shipped ones. */
  readonly models?: string;
}

/** The first two stages, for files of the tenant: every knob at its default, time from the source. */
export const featureKnobs = (tenant: string): Pick<StagePorts, 'intake' | 'features'> => ({
  intake: { config: intakeConfigSchema.parse({ defaultTenant: tenant, timeSource: 'source' }) },
  features: { config: featuresConfigSchema.parse({}) },
});

/** What the stages need to run in this process on files: every knob at its default, time from the source. */
export async function localPorts({ tenant, models = SHIPPED_MODELS }: LocalOptions): Promise<StagePorts> {
  return {
    ...featureKnobs(tenant),
    // A replay waits for a slow model: its scores must not depend on how busy the machine is
    inference: {
      config: inferenceConfigSchema.parse({ deadlineMs: 600_000 }),
      model: await openModels({ folder: models, lingerMs: 0, workers: 2 }),
    },
    correlation: { config: correlationConfigSchema.parse({}) },
    alerts: { config: alertsConfigSchema.parse({}) },
  };
}

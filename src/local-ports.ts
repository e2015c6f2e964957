import { join } from 'node:path';
import { usageFailure } from './cli/failure.ts';
import type { RuleBook } from './detectors/sigma/rule-book.ts';
import { openRules, SHIPPED_RULES } from './rule-folder.ts';
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
  /** Folder or archive of rules. Default: the shipped ones. */
  readonly rules?: string;
}

/** The first two stages, for files of the tenant: every knob at its default, time from the source. */
export const featurePorts = (tenant: string, rules: RuleBook): Pick<StagePorts, 'intake' | 'features'> => ({
  intake: { config: intakeConfigSchema.parse({ defaultTenant: tenant, timeSource: 'source' }) },
  features: { config: featuresConfigSchema.parse({}), rules },
});

/** A file of rules that is not sound ends the command: a replay shows what all of them find. */
export const soundRules = (path = SHIPPED_RULES): Promise<RuleBook> =>
  openRules(path, ([fault, ...others]) => {
    const more = others.length > 0 ? `, and ${others.length} more` : '';
    throw usageFailure(
      `${path}: the rule ${fault?.rule} cannot be loaded${more}: "vedette rules check ${path}" says why`,
    );
  });

/** What the stages need to run in this process on files: every knob at its default, time from the source. */
export async function localPorts({ tenant, models = SHIPPED_MODELS, rules }: LocalOptions): Promise<StagePorts> {
  const book = await soundRules(rules);
  return {
    ...featurePorts(tenant, book),
    // A replay waits for a slow model: its scores must not depend on how busy the machine is
    inference: {
      config: inferenceConfigSchema.parse({ deadlineMs: 600_000 }),
      model: await openModels({ folder: models, lingerMs: 0, workers: 2 }),
    },
    correlation: { config: correlationConfigSchema.parse({}), rules: book },
    alerts: { config: alertsConfigSchema.parse({}) },
  };
}

import { join } from 'node:path';
import { usageFailure } from './cli/failure.ts';
import type { RuleBook } from './detectors/sigma/rule-book.ts';
import { type OnFaults, openRules, openYaraRules, SHIPPED_RULES } from './rule-folder.ts';
import { openModels } from './shell/onnx/models.ts';
import { quietLogger, unmeasured } from './shell/quiet.ts';
import { folderStore } from './shell/registry/folder-store.ts';
import { modelRegistry } from './shell/registry/model-registry.ts';
import type { DetectionPorts } from './stage-ports.ts';
import { alertsConfigSchema } from './stages/alerts/config.ts';
import { correlationConfigSchema } from './stages/correlation/config.ts';
import { featuresConfigSchema } from './stages/features/config.ts';
import type { YaraPort } from './stages/features/ports.ts';
import type { FeaturesPorts } from './stages/features/stage.ts';
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
export const featurePorts = (tenant: string, found: Pick<FeaturesPorts, 'rules' | 'yara'>) => ({
  intake: { config: intakeConfigSchema.parse({ defaultTenant: tenant, timeSource: 'source' }) },
  // A replay waits for what is slow: what it finds must not depend on how busy the machine is
  features: { config: featuresConfigSchema.parse({ yaraDeadlineMs: PATIENT_MS }), ...found },
});

const PATIENT_MS = 600_000;

/** The rules of a folder or an archive. One that is not sound ends the command: a replay shows what all of them find. */
export async function soundRules(path = SHIPPED_RULES): Promise<{ readonly rules: RuleBook; readonly yara: YaraPort }> {
  const refuse: OnFaults = ([fault, ...others]) => {
    const more = others.length > 0 ? `, and ${others.length} more` : '';
    throw usageFailure(
      `${path}: the rule ${fault?.rule} cannot be loaded${more}: "vedette rules check ${path}" says why`,
    );
  };
  const rules = await openRules(path, refuse);
  return { rules, yara: await openYaraRules(path, { logger: quietLogger, metrics: unmeasured }, refuse) };
}

/** Ends the threads that models and rules work in. */
export async function closePorts({
  inference,
  features,
}: Pick<DetectionPorts, 'inference' | 'features'>): Promise<void> {
  await Promise.all([inference.model.close(), features.yara?.close()]);
}

/** What the stages need to run in this process on files: every knob at its default, time from the source. */
export async function localPorts({ tenant, models = SHIPPED_MODELS, rules }: LocalOptions): Promise<DetectionPorts> {
  const found = await soundRules(rules);
  return {
    ...featurePorts(tenant, found),
    inference: {
      config: inferenceConfigSchema.parse({ deadlineMs: PATIENT_MS }),
      model: await openModels({
        source: modelRegistry(folderStore(models)),
        ...{ lingerMs: 0, workers: 2, attemptMs: PATIENT_MS },
      }),
    },
    correlation: { config: correlationConfigSchema.parse({}), rules: found.rules },
    alerts: { config: alertsConfigSchema.parse({}) },
  };
}

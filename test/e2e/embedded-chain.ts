import { FEATURE_HASH, FEATURES } from '../../src/detectors/feature-set.ts';
import type { DetectionFinding, IncidentFinding, LedgerEntry } from '../../src/domain/contracts.gen.ts';
import { TELEMETRY_RAW } from '../../src/domain/contracts.gen.ts';
import { embedded } from '../../src/embedded.ts';
import { distanceScorer, memoryModels, newcomerScorer } from '../../src/memory/model.ts';
import type { Send, StoredRecord } from '../../src/ports.ts';
import { CONTROL_HEADER, controlText } from '../../src/runner/watermark.ts';
import { partitioner } from '../../src/runner/wire-key.ts';
import { quietLogger, unmeasured } from '../../src/shell/quiet.ts';
import { alertsConfigSchema } from '../../src/stages/alerts/config.ts';
import { correlationConfigSchema } from '../../src/stages/correlation/config.ts';
import { type FeaturesConfig, featuresConfigSchema } from '../../src/stages/features/config.ts';
import { inferenceConfigSchema } from '../../src/stages/inference/config.ts';
import type { ScoredEvent } from '../../src/stages/inference/ports.ts';
import { intakeConfigSchema } from '../../src/stages/intake/config.ts';
import { forestManifest, sequenceManifest } from '../fixtures/manifests.ts';
import { ruleBook } from '../fixtures/rule-book.ts';
import { TWO_MODELS } from '../fixtures/two-models.ts';

export interface Ran {
  readonly scored: readonly ScoredEvent[];
  readonly alerts: readonly DetectionFinding[];
  readonly incidents: readonly IncidentFinding[];
  readonly deadLetters: readonly { readonly stage: string; readonly record: StoredRecord }[];
  readonly ledger: readonly LedgerEntry[];
}

/** Event time at which the batches are fed. */
export const NOON = Date.UTC(2024, 4, 14, 12);
const BATCH_MS = 10_000;
const RAW_PARTITIONS = 3;

const forest = forestManifest(FEATURES.length, { featureHash: FEATURE_HASH });
const sequence = sequenceManifest({ featureHash: FEATURE_HASH });

/** The whole chain on the twins, fed batch after batch ten seconds apart, then told that nothing more comes. */
export async function runChain(
  batches: readonly (readonly Send[])[],
  knobs: Partial<FeaturesConfig> = {},
): Promise<Ran> {
  const ran = { scored: [], alerts: [], incidents: [], deadLetters: [] } as {
    scored: ScoredEvent[];
    alerts: DetectionFinding[];
    incidents: IncidentFinding[];
    deadLetters: { stage: string; record: StoredRecord }[];
  };
  const model = memoryModels([
    { manifest: forest, scorer: distanceScorer(forest) },
    { manifest: sequence, scorer: newcomerScorer() },
  ]);
  const ports = {
    intake: { config: intakeConfigSchema.parse({ timeSource: 'source' }) },
    features: { config: featuresConfigSchema.parse(knobs), rules: ruleBook() },
    inference: {
      config: inferenceConfigSchema.parse(TWO_MODELS),
      model,
      scores: (scored: ScoredEvent) => void ran.scored.push(scored),
    },
    correlation: { config: correlationConfigSchema.parse({}), rules: ruleBook() },
    alerts: { config: alertsConfigSchema.parse({}) },
  };
  const chain = await embedded({
    ports,
    partitions: RAW_PARTITIONS,
    logger: quietLogger,
    metrics: unmeasured,
    onAlert: (alert) => void ran.alerts.push(alert),
    onIncident: (incident) => void ran.incidents.push(incident),
    onDeadLetter: (stage, record) => void ran.deadLetters.push({ stage, record }),
  });
  for (const [index, batch] of batches.entries()) {
    const now = NOON + index * BATCH_MS;
    await chain.feed([...progress(now), ...batch], now);
  }
  await chain.feed(progress(Number.POSITIVE_INFINITY), NOON + batches.length * BATCH_MS);
  await chain.settle();
  await chain.close();
  return { ...ran, ledger: chain.ledger() };
}

/** How far the source is, on every partition. */
export function progress(watermark: number): Send[] {
  const text = Buffer.from(controlText({ sender: 'source/0', senders: 1, watermark, losses: {} }));
  return Array.from({ length: RAW_PARTITIONS }, (_, partition) => ({
    topic: TELEMETRY_RAW.name,
    partition,
    key: null,
    value: null,
    headers: { [CONTROL_HEADER]: text },
  }));
}

const partitionOf = partitioner();

/** A record of the raw topic as a shipper would send it. */
export function raw(value: Uint8Array | string | null, headers: Readonly<Record<string, string>>, key = ''): Send {
  return {
    topic: TELEMETRY_RAW.name,
    partition: partitionOf(key, RAW_PARTITIONS),
    key: key === '' ? null : Buffer.from(key),
    value: typeof value === 'string' ? Buffer.from(value) : value,
    headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
  };
}

import {
  type Detection,
  type EvidenceRow,
  type Fact,
  type FeatureRow,
  type Signal,
  TELEMETRY_SIGNALS,
} from '../../domain/contracts.gen.ts';
import { modelVersionText } from '../../domain/model-version.ts';
import { stepKey } from '../../domain/step-key.ts';
import type { GraphManifest, ModelManifest } from '../../models/manifest.ts';
import type { Rec } from '../../stage.ts';
import type { InferenceConfig } from './config.ts';
import type { Explanation } from './explain.ts';
import { type Judgement, severityOf } from './judge.ts';
import { type Role, rolesOf } from './roles.ts';
import type { Row } from './row.ts';
import type { ModelScore } from './score-rows.ts';

/** The signals of a forwarded row, one for each entity role, the owner's first. */
export function signalsOf(
  row: Row,
  judgement: Judgement,
  { base, detections }: Explanation,
): readonly Rec<typeof TELEMETRY_SIGNALS>[] {
  const { event } = row.value;
  const { score, confidence, severity, degraded } = judgement;
  const said = versionsOf(judgement);
  return rolesOf(event).map(({ role, entity, owner }) => {
    const value: Signal = {
      ...{ event, role, entity, owner, score, confidence, base, ...said, severity, degraded, detections },
      steps: [],
      row: owner ? evidenceRow(row.value) : null,
    };
    return { to: TELEMETRY_SIGNALS, key: { tenant: row.tenant, id: `${role}:${entity}` }, value };
  });
}

/** Of what did not happen there is none. */
const evidenceRow = ({ featureHash, vector, tokens, codes, text }: FeatureRow): EvidenceRow | null =>
  vector.byteLength > 0 ? { featureHash, vector, tokens, codes, text } : null;

/** The versions whose say is in the confidence, and that which joined them. */
function versionsOf(judgement: Judgement): Pick<Signal, 'models' | 'ensemble'> {
  const [models, joined] = [judgement.models.map(versionOf), judgement.ensemble];
  const ensemble = joined === null ? '' : versionOf(joined);
  return { models: ensemble === '' ? models : [...models, ensemble], ensemble };
}

const versionOf = ({ manifest }: { readonly manifest: ModelManifest }): string => modelVersionText(manifest);

/** A signal for each correlation that the row is a step of, to the key where the steps of its group meet. */
export function stepSignals(row: Row, judgement: Judgement): readonly Rec<typeof TELEMETRY_SIGNALS>[] {
  const { event, steps } = row.value;
  if (steps.length === 0) return [];
  const [{ role, entity }] = rolesOf(event) as [Role];
  const { score, confidence, severity, degraded } = judgement;
  const { tenant } = row;
  return steps.map((step) => ({
    to: TELEMETRY_SIGNALS,
    key: { tenant, id: stepKey(step) },
    value: {
      ...{ event, role, entity, score, confidence, base: 0, ...versionsOf(judgement), severity, degraded },
      owner: false,
      detections: [],
      steps: [step],
      row: evidenceRow(row.value),
    },
  }));
}

const TITLES: Readonly<Record<GraphManifest['kind'], string>> = {
  'isolation-forest': 'Unusual behaviour of the entity',
  sequence: 'Unusual order of events',
  trees: 'Behaviour like that of attacks',
  'code-set': 'Events that come together in attacks',
  text: 'Hostile text in a log',
};

/** What a model says, in the shape that rules have too. */
export function modelDetection(score: ModelScore, facts: readonly Fact[], config: InferenceConfig): Detection {
  const { manifest, raw, probability } = score;
  return {
    id: manifest.name,
    version: manifest.version,
    kind: manifest.kind === 'isolation-forest' ? 'novelty' : 'model',
    title: TITLES[manifest.kind],
    raw,
    probability,
    severity: severityOf(probability, config.modelBar),
    techniques: [],
    author: 'vedette',
    references: [],
    facts,
  };
}

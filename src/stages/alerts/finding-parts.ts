import { ATTACK_VERSION, parentOf, tacticOf, techniqueName } from '../../domain/attack.ts';
import type {
  Analytic,
  Attack,
  CountedKind,
  Evidence,
  FindingInfo,
  Metadata,
  Observable,
  Threat,
} from '../../domain/contracts.gen.ts';
import { parseModelVersion } from '../../domain/model-version.ts';
import { safeText } from '../../domain/safe-text.ts';
import { VERSION } from '../../domain/version.gen.ts';
import { alertDescription, alertTitle } from './wording.ts';

/** Parts that a Detection Finding and an Incident Finding have in common, in OCSF's terms. */

export const OCSF_VERSION = '1.8.0';
export const FINDINGS = { category_uid: 2, category_name: 'Findings' } as const;

const ACTIVITIES = { 1: 'Create', 2: 'Update', 3: 'Close' } as const;
export type Activity = keyof typeof ACTIVITIES;

/** The class, what happened to the finding, and both as one number. */
export const typed = (uid: number, name: string, activity: Activity) => ({
  ...FINDINGS,
  activity_id: activity,
  activity_name: ACTIVITIES[activity],
  class_uid: uid,
  class_name: name,
  type_uid: uid * 100 + activity,
  type_name: `${name}: ${ACTIVITIES[activity]}`,
});

export const metadata = (tenant: string, uid: string, revision: number): Metadata => ({
  version: OCSF_VERSION,
  product: { name: 'vedette', vendor_name: 'vedette', version: VERSION },
  tenant_uid: tenant,
  uid: `${uid}:${revision}`,
  profiles: null,
  logged_time: null,
  labels: null,
});

export interface Entities {
  readonly hosts: readonly string[];
  readonly addresses: readonly string[];
  readonly users: readonly string[];
}

export const observables = ({ hosts, addresses, users }: Entities): readonly Observable[] => [
  ...hosts.map((value) => ({ name: 'host', type_id: 1, type: 'Hostname', value })),
  ...addresses.map((value) => ({ name: 'address', type_id: 2, type: 'IP Address', value })),
  ...users.map((value) => ({ name: 'user', type_id: 4, type: 'User Name', value })),
];

/** A technique with its tactic; a sub-technique also names what it belongs to. */
export function attack(id: string): Attack {
  const parent = parentOf(id);
  const tactic = tacticOf(id);
  return {
    technique: { uid: parent, name: safeText(techniqueName(parent)) },
    sub_technique: parent === id ? null : { uid: id, name: safeText(techniqueName(id)) },
    tactic: tactic.uid === '' ? null : { uid: tactic.uid, name: tactic.name },
    version: ATTACK_VERSION,
  };
}

const ANALYTICS: Record<CountedKind, { readonly type_id: number; readonly type: string }> = {
  rule: { type_id: 1, type: 'Rule' },
  novelty: { type_id: 3, type: 'Statistical' },
  model: { type_id: 4, type: 'Learning (ML/DL)' },
  unknown: { type_id: 0, type: 'Unknown' },
};

const detectorAnalytic = ({ id, title, kind, version, author }: Threat['detectors'][number]): Analytic => ({
  name: safeText(title),
  uid: id,
  ...ANALYTICS[kind],
  version,
  desc: author === '' ? null : `by ${safeText(author)}`,
});

/** What gave the surest evidence its confidence, so that a verdict on the alert counts for that version. */
function ensembleAnalytics(evidence: readonly Evidence[]): readonly Analytic[] {
  const [surest] = evidence.toSorted((a, b) => b.confidence - a.confidence);
  const ensemble = parseModelVersion(surest?.ensemble ?? '');
  if (ensemble === null) return [];
  const { name: uid, version } = ensemble;
  return [{ name: 'Confidence of all detectors together', uid, ...ANALYTICS.model, version, desc: null }];
}

/** What the finding is about. `suppressing` names the alert because of which this one is suppressed. */
export function findingInfo(threat: Threat, createdAt: number, suppressing: string | null): FindingInfo {
  const { uid, rule, ruleVersion, title, techniques, detectors, evidence, related } = threat;
  const former = related.map((one) => ({ uid: one, title: 'alert before this one', type: 'alert' }));
  const stronger = suppressing ? [{ uid: suppressing, title: 'alert that suppresses this one', type: 'alert' }] : [];
  return {
    uid,
    title: alertTitle(threat),
    desc: alertDescription(threat),
    types: [rule],
    created_time: createdAt,
    modified_time: threat.time,
    first_seen_time: threat.start,
    last_seen_time: threat.end,
    analytic: { name: title, uid: rule, ...ANALYTICS.rule, version: ruleVersion, desc: null },
    related_analytics: [...detectors.map(detectorAnalytic), ...ensembleAnalytics(evidence)],
    attacks: techniques.map(({ id }) => attack(id)),
    data_sources: [...new Set(evidence.map(({ event }) => safeText(event.format)))].sort(),
    related_events: [...former, ...stronger],
    src_url: null,
  };
}

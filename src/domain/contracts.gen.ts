// Derived from schemas/ and topics/ by "npm run derive". Do not edit.

import { type RawTelemetry, type Topic, topic } from './topic.ts';

export type EventClass =
  | 'process'
  | 'module'
  | 'network'
  | 'dns'
  | 'http'
  | 'tls'
  | 'auth'
  | 'account'
  | 'file'
  | 'registry'
  | 'service'
  | 'task'
  | 'script'
  | 'driver'
  | 'pipe'
  | 'wmi'
  | 'cloud'
  | 'finding'
  | 'log'
  | 'other';

export type EventOutcome = 'success' | 'failure' | 'unknown';

/** The facts of one event that every stage and every alert uses */
export interface EventCore {
  /** the source's own id, else raw topic, partition and offset */
  readonly id: string;
  readonly tenant: string;
  /** event time, epoch ms, after the clamp */
  readonly time: number;
  /** append time on the raw topic, epoch ms */
  readonly receivedAt: number;
  /** name of the intake format */
  readonly format: string;
  /** what kind of fact this is */
  readonly class: EventClass;
  /** verb of the source, lower case */
  readonly action: string;
  readonly outcome: EventOutcome;
  /** machine the event happened on, lower case, as the source names it */
  readonly host: string;
  /** sensor or collector that saw it, when that is not the host */
  readonly observer: string;
  readonly user: string;
  /** image path or name */
  readonly process: string;
  /** image path or name of the parent process */
  readonly parent: string;
  /** at most 2,000 characters */
  readonly commandLine: string;
  readonly srcIp: string;
  readonly srcPort: number;
  readonly dstIp: string;
  readonly dstPort: number;
  readonly file: string;
  readonly domain: string;
  readonly url: string;
  readonly hash: string;
  /** the source's event code, such as 4624, or a record type */
  readonly code: string;
  /** Sigma log source */
  readonly product: string;
  /** Sigma log source */
  readonly category: string;
  /** Sigma log source */
  readonly service: string;
  /** what was repaired, and what could not be: time_clamped, time_missing, utf8_replaced, truncated, json_broken */
  readonly flags: readonly string[];
  /** origin on the raw topic */
  readonly rawPartition: number;
  /** origin on the raw topic */
  readonly rawOffset: number;
}

export type DetectorKind = 'rule' | 'model' | 'novelty' | 'unknown';

export interface Fact {
  readonly name: string;
  /** at most 500 characters; hostile text */
  readonly value: string;
  /** share of the score, same unit as the score */
  readonly contribution: number;
  /** normal range, empty when none is known */
  readonly expected: string;
}

/** What one detector says about one event */
export interface Detection {
  readonly id: string;
  readonly version: string;
  readonly kind: DetectorKind;
  readonly title: string;
  /** the detector's own score */
  readonly raw: number;
  /** calibrated, 0..1 */
  readonly probability: number;
  /** OCSF severity_id, 1 informational .. 5 critical */
  readonly severity: number;
  /** ATT&CK technique ids */
  readonly techniques: readonly string[];
  readonly author: string;
  readonly references: readonly string[];
  readonly facts: readonly Fact[];
}

/** The numbers that the models saw of an event, as in a feature row */
export interface EvidenceRow {
  readonly featureHash: string;
  readonly vector: Uint8Array;
  readonly tokens: Uint8Array;
  readonly codes: Uint8Array;
  readonly text: Uint8Array;
}

export interface Evidence {
  readonly event: EventCore;
  readonly score: number;
  /** of this event alone, calibrated, 0..1 */
  readonly confidence: number;
  /** confidence if every detector were as on ordinary days: with the contributions of all facts it is the confidence; null where nobody shared it out */
  readonly base: null | number;
  /** name@version of the model that joined what the detectors said into the confidence; empty where none did */
  readonly ensemble: string;
  readonly detections: readonly Detection[];
  /** of the highest scored; null in the others */
  readonly row: null | EvidenceRow;
}

/** Evidence of an alert with its detector parts, for the training job */
export interface AlertEvidence {
  /** alert */
  readonly uid: string;
  readonly tenant: string;
  readonly revision: number;
  readonly evidence: readonly Evidence[];
}

/** One alert revision as a flat row for JDBC and search sinks */
export interface FlatAlert {
  readonly uid: string;
  readonly tenant: string;
  readonly revision: number;
  readonly status: string;
  readonly title: string;
  readonly rule: string;
  readonly rule_version: string;
  readonly entity_role: string;
  readonly entity: string;
  readonly severity_id: number;
  readonly severity: string;
  readonly risk_score: number;
  readonly confidence: number;
  readonly start_time: number;
  readonly end_time: number;
  readonly time: number;
  readonly evidence_count: number;
  /** comma separated */
  readonly hosts: string;
  /** comma separated */
  readonly users: string;
  /** comma separated */
  readonly addresses: string;
  /** comma separated */
  readonly techniques: string;
  /** comma separated */
  readonly tactics: string;
  /** comma separated */
  readonly detectors: string;
  readonly incident_uid: string;
  readonly related_uid: string;
  /** nothing was lost in the window */
  readonly complete: boolean;
  readonly late: number;
  readonly dropped: number;
  readonly dead_lettered: number;
  readonly evicted: number;
  readonly watermark: number;
  readonly message: string;
}

export interface Product {
  readonly name: string;
  readonly vendor_name: string;
  readonly version: null | string;
}

export interface Metadata {
  /** OCSF version */
  readonly version: string;
  readonly product: Product;
  readonly tenant_uid: null | string;
  readonly uid: null | string;
  readonly profiles: null | readonly string[];
  readonly logged_time: null | number;
  readonly labels: null | readonly string[];
}

export interface Observable {
  readonly name: string;
  readonly type_id: number;
  readonly type: string;
  readonly value: string;
}

export interface Analytic {
  readonly name: string;
  readonly uid: string;
  readonly type_id: number;
  readonly type: string;
  readonly version: null | string;
  readonly desc: null | string;
}

export interface AttackTechnique {
  readonly uid: string;
  readonly name: string;
}

export interface AttackTactic {
  readonly uid: string;
  readonly name: string;
}

export interface Attack {
  readonly technique: null | AttackTechnique;
  readonly sub_technique: null | AttackTechnique;
  readonly tactic: null | AttackTactic;
  readonly version: string;
}

export interface RelatedEvent {
  readonly uid: string;
  readonly title: null | string;
  readonly type: null | string;
}

export interface FindingInfo {
  readonly uid: string;
  readonly title: string;
  readonly desc: null | string;
  readonly types: null | readonly string[];
  readonly created_time: number;
  readonly modified_time: null | number;
  readonly first_seen_time: null | number;
  readonly last_seen_time: null | number;
  readonly analytic: null | Analytic;
  /** the detectors that gave the evidence */
  readonly related_analytics: null | readonly Analytic[];
  readonly attacks: null | readonly Attack[];
  readonly data_sources: null | readonly string[];
  readonly related_events: null | readonly RelatedEvent[];
  readonly src_url: null | string;
}

export interface EvidenceArtifact {
  readonly uid: null | string;
  readonly name: null | string;
  /** JSON text; an object when shown as OCSF JSON */
  readonly data: string;
}

export interface Enrichment {
  readonly name: string;
  readonly value: string;
  /** JSON text; an object when shown as OCSF JSON */
  readonly data: string;
  readonly type: null | string;
}

/** OCSF 1.8 Detection Finding, class 2004, in OCSF's own attribute names */
export interface DetectionFinding {
  readonly activity_id: number;
  readonly activity_name: string;
  readonly category_uid: number;
  readonly category_name: string;
  readonly class_uid: number;
  readonly class_name: string;
  readonly type_uid: number;
  readonly type_name: string;
  readonly time: number;
  readonly start_time: number;
  readonly end_time: number;
  readonly count: number;
  readonly severity_id: number;
  readonly severity: string;
  readonly status_id: number;
  readonly status: string;
  readonly message: string;
  readonly confidence_score: number;
  readonly confidence_id: number;
  readonly metadata: Metadata;
  readonly observables: readonly Observable[];
  readonly finding_info: FindingInfo;
  readonly is_alert: boolean;
  readonly risk_score: number;
  readonly risk_level_id: number;
  readonly risk_level: string;
  readonly risk_details: null | string;
  readonly evidences: null | readonly EvidenceArtifact[];
  readonly enrichments: null | readonly Enrichment[];
  /** JSON text: revision, rule, role, entity, evidence ids, completeness record; an object when shown as OCSF JSON */
  readonly unmapped: string;
}

export type SilenceKind = 'silence' | 'close' | 'unknown';

export interface Silence {
  readonly id: string;
  readonly tenant: string;
  readonly kind: SilenceKind;
  /** uid, for close */
  readonly alert: string;
  readonly rule: string;
  readonly entity: string;
  readonly from: number;
  /** epoch ms; 0 is for ever */
  readonly until: number;
  readonly author: string;
  readonly reason: string;
}

export type FeedbackKind = 'verdict' | 'correction' | 'entity_correction' | 'label' | 'unknown';

export interface TrainingPair {
  readonly chunk: string;
  readonly draft: string;
  readonly corrected: string;
}

export interface ScrubbedFeedback {
  readonly id: string;
  readonly tenant: string;
  readonly time: number;
  /** pseudonym of the analyst */
  readonly author: string;
  readonly kind: FeedbackKind;
  readonly alert: string;
  readonly label: string;
  readonly language: string;
  readonly pairs: readonly TrainingPair[];
  /** what is left after the scrub */
  readonly facts: Readonly<Record<string, string>>;
  /** personal data found and removed */
  readonly removed: number;
}

export type VerdictValue = 'true_positive' | 'benign_true_positive' | 'false_positive' | 'unsure';

export interface Verdict {
  readonly alert: string;
  readonly verdict: VerdictValue;
  readonly reason: string;
  /** rule of the alert; empty: not told */
  readonly rule: string;
}

export interface Correction {
  readonly document: string;
  readonly language: string;
  readonly draft: string;
  readonly corrected: string;
}

export interface EntityCorrection {
  readonly wrong: string;
  readonly right: string;
  readonly type: string;
}

export interface Label {
  readonly event: string;
  readonly from: number;
  readonly to: number;
  readonly entity: string;
  readonly label: string;
}

export interface SilenceRequest {
  readonly rule: string;
  readonly entity: string;
  readonly from: number;
  readonly until: number;
  readonly reason: string;
}

export interface CloseRequest {
  readonly alert: string;
  readonly reason: string;
}

export interface Feedback {
  readonly id: string;
  readonly tenant: string;
  readonly time: number;
  /** pseudonym of the analyst */
  readonly author: string;
  readonly body:
    | { readonly 'vedette.Verdict': Verdict }
    | { readonly 'vedette.Correction': Correction }
    | { readonly 'vedette.EntityCorrection': EntityCorrection }
    | { readonly 'vedette.Label': Label }
    | { readonly 'vedette.SilenceRequest': SilenceRequest }
    | { readonly 'vedette.CloseRequest': CloseRequest };
}

export interface AssigneeGroup {
  readonly name: string;
}

/** OCSF 1.8 Incident Finding, class 2005 */
export interface IncidentFinding {
  readonly activity_id: number;
  readonly activity_name: string;
  readonly category_uid: number;
  readonly category_name: string;
  readonly class_uid: number;
  readonly class_name: string;
  readonly type_uid: number;
  readonly type_name: string;
  readonly time: number;
  readonly start_time: number;
  readonly end_time: number;
  readonly count: number;
  readonly severity_id: number;
  readonly severity: string;
  readonly status_id: number;
  readonly status: string;
  readonly message: string;
  readonly confidence_score: number;
  readonly confidence_id: number;
  readonly metadata: Metadata;
  readonly observables: readonly Observable[];
  readonly finding_info_list: readonly FindingInfo[];
  readonly attacks: null | readonly Attack[];
  readonly desc: null | string;
  readonly impact_id: number;
  readonly priority_id: number;
  readonly priority: null | string;
  readonly verdict_id: number;
  /** who takes it first; OCSF wants one */
  readonly assignee_group: AssigneeGroup;
  /** JSON text: incident uid, revision, tenant, risk; an object when shown as OCSF JSON */
  readonly unmapped: string;
}

export type ModelRole = 'active' | 'shadow' | 'canary';

export interface PromotedModel {
  readonly name: string;
  /** empty: every tenant */
  readonly tenant: string;
  /** empty: nothing is in this role any more */
  readonly version: string;
  readonly sha256: string;
  readonly featureHash: string;
  readonly promotedBy: string;
  readonly time: number;
  readonly role: ModelRole;
  /** of a canary: share of the entities that it scores, 0..1 */
  readonly share: number;
  /** why, in the words of who promoted it; guard:<metric> where a guard did */
  readonly reason: string;
  /** version in this role before */
  readonly previous: string;
}

export type ModelArm = 'active' | 'canary' | 'shadow';

export interface EntityGroup {
  readonly rows: number;
  readonly forwarded: number;
}

export interface FeatureCounts {
  readonly name: string;
  /** rows by the bins of the manifest */
  readonly counts: readonly number[];
}

/** What one version of a model did in one arm, in one process, since the last such record */
export interface ModelMeasurement {
  /** random id of the process; with sequence it names the record */
  readonly process: string;
  readonly sequence: number;
  /** epoch ms */
  readonly from: number;
  /** epoch ms */
  readonly to: number;
  /** empty: tenants beyond the number that is told apart */
  readonly tenant: string;
  readonly model: string;
  readonly version: string;
  readonly arm: ModelArm;
  /** that it was to score */
  readonly rows: number;
  /** of them, above the bar; of a shadow, what would have been */
  readonly forwarded: number;
  /** the same rows by a hash of their entity: how far the groups lie apart shows how alike the rows of one entity are */
  readonly groups: readonly EntityGroup[];
  /** of them, without a score */
  readonly degraded: number;
  /** of those, answered with NaN or infinity */
  readonly notNumbers: number;
  /** calls of the model */
  readonly runs: number;
  /** sum of ln(ms) over the runs */
  readonly logMsSum: number;
  /** sum of ln(ms) squared over the runs */
  readonly logMsSquares: number;
  /** runs by the half octave of their ms, from 1/16 ms up */
  readonly latency: readonly number[];
  /** rows by the twentieth of their probability */
  readonly scores: readonly number[];
  /** rows by the bins of the manifest */
  readonly scoreBins: readonly number[];
  /** rows whose features are counted */
  readonly sampled: number;
  readonly features: readonly FeatureCounts[];
}

/** One input range of one stage and partition. Of entries with the same from the longest counts */
export interface LedgerEntry {
  readonly stage: string;
  /** input topic */
  readonly topic: string;
  readonly partition: number;
  /** first input offset */
  readonly from: number;
  /** end of the input range, exclusive */
  readonly to: number;
  /** records read, control records left out */
  readonly in: number;
  readonly forwarded: number;
  /** records sent */
  readonly produced: number;
  /** by reason */
  readonly dropped: Readonly<Record<string, number>>;
  /** by reason */
  readonly deadLettered: Readonly<Record<string, number>>;
  /** dropped by origin mark */
  readonly repeated: number;
  /** control records read */
  readonly control: number;
  readonly late: number;
  readonly evicted: number;
  /** offsets lost to retention */
  readonly skipped: number;
  /** by topic/partition: records sent */
  readonly sent: Readonly<Record<string, number>>;
  /** by sending stage/partition: distinct records accepted */
  readonly accepted: Readonly<Record<string, number>>;
}

export type RuleStatus = 'enabled' | 'disabled' | 'shadow' | 'unknown';

export interface PublishedRule {
  readonly id: string;
  /** empty: every tenant */
  readonly tenant: string;
  readonly version: string;
  readonly status: RuleStatus;
  /** the rule itself when it is not shipped */
  readonly text: string;
  readonly time: number;
}

export interface TelemetryEvent {
  readonly event: EventCore;
  /** the source's own fields, flattened with dots, as text */
  readonly fields: Readonly<Record<string, string>>;
  /** the members of those fields that are lists of two or more; fields has them as one text */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** names of fields that an attacker can write; core names or keys of fields */
  readonly tainted: readonly string[];
}

export interface CorrelationStep {
  /** id of the correlation that it is a step of */
  readonly root: string;
  /** of the correlation and all it rests on */
  readonly version: string;
  /** values of its group-by fields, in their order */
  readonly group: readonly string[];
  /** ids of the rules that matched */
  readonly rules: readonly string[];
  /** the fields that it groups by or counts */
  readonly fields: Readonly<Record<string, string>>;
}

export interface FeatureRow {
  readonly event: EventCore;
  /** name of the feature set */
  readonly featureSet: string;
  readonly featureHash: string;
  /** float32 little endian */
  readonly vector: Uint8Array;
  /** uint16 little endian, oldest first, 0 is padding */
  readonly tokens: Uint8Array;
  /** rules and heuristics that matched */
  readonly hits: readonly Detection[];
  /** older than the entity's ring of windows, 305 s behind its newest event: no window holds it */
  readonly late: boolean;
  /** what the event adds to correlations */
  readonly steps: readonly CorrelationStep[];
  /** detectors that could not look at the event */
  readonly degraded: readonly string[];
  /** codes that the entity used last, at most 24, then those of its tenant, at most 24 with tokens above 4096; of 10 bytes each: uint16 little endian token, then four bytes of ln(1 + events) in sixteenths, recency, newness, now, own */
  readonly codes: Uint8Array;
  /** uint16 little endian ids of n-grams of hostile text, at most 512; empty where there is none */
  readonly text: Uint8Array;
}

export type InputClass =
  | 'process'
  | 'module'
  | 'network'
  | 'dns'
  | 'http'
  | 'tls'
  | 'auth'
  | 'account'
  | 'file'
  | 'registry'
  | 'service'
  | 'task'
  | 'script'
  | 'driver'
  | 'pipe'
  | 'wmi'
  | 'cloud'
  | 'finding'
  | 'log'
  | 'other';

export type InputOutcome = 'success' | 'failure' | 'unknown';

/** The Avro event contract for producers. telemetry.raw.v1 also takes any known format as plain bytes */
export interface TelemetryInput {
  readonly id: string;
  readonly tenant: string;
  /** epoch ms */
  readonly time: number;
  /** free name of the source */
  readonly format: string;
  readonly class: InputClass;
  readonly action: string;
  readonly outcome: InputOutcome;
  readonly host: string;
  readonly user: string;
  readonly process: string;
  readonly parent: string;
  readonly commandLine: string;
  readonly srcIp: string;
  readonly srcPort: number;
  readonly dstIp: string;
  readonly dstPort: number;
  readonly file: string;
  readonly domain: string;
  readonly url: string;
  readonly hash: string;
  readonly code: string;
  readonly product: string;
  readonly category: string;
  readonly service: string;
  /** everything else, as text */
  readonly fields: Readonly<Record<string, string>>;
}

export type EntityRole = 'host' | 'user' | 'address' | 'none';

export interface Signal {
  readonly event: EventCore;
  readonly role: EntityRole;
  readonly entity: string;
  /** this role raises the alert; the others only add risk */
  readonly owner: boolean;
  /** ensemble, 0..1 */
  readonly score: number;
  /** calibrated, 0..1 */
  readonly confidence: number;
  /** confidence if every detector were as on ordinary days: what the contributions are counted from */
  readonly base: number;
  readonly severity: number;
  /** name@version of every model whose say is in the confidence */
  readonly models: readonly string[];
  /** name@version of the model that joined them into the confidence; empty where none was at hand */
  readonly ensemble: string;
  /** detectors that were missing or failed */
  readonly degraded: readonly string[];
  readonly detections: readonly Detection[];
  /** what the event adds to the one correlation that this signal is for; empty where it is for an entity */
  readonly steps: readonly CorrelationStep[];
  /** of the signal that raises the alert: what the models saw; null in the others */
  readonly row: null | EvidenceRow;
}

/** What a tenant did on one partition of telemetry.events up to the end of a minute of event time. Additive over partitions */
export interface TenantMinutes {
  readonly tenant: string;
  readonly partition: number;
  /** the last one counted: epoch ms / 60,000 */
  readonly minute: number;
  /** the first one counted */
  readonly firstMinute: number;
  /** events, each half as much after every 5 min */
  readonly events5m: number;
  readonly events60m: number;
  readonly events24h: number;
  /** entities that came, each counted once an hour, half as much after every 60 min */
  readonly entities60m: number;
  readonly entities24h: number;
  /** at most 512 rows of 32 bytes, little endian: uint32 code; float32 events with half-lives of 5 min, 60 min, 24 h; float32 entities that came with it, 60 min, 24 h; uint32 first and last minute */
  readonly codes: Uint8Array;
}

export type ThreatPhase = 'open' | 'update' | 'close' | 'unknown';

export type ThreatRole = 'host' | 'user' | 'address' | 'none';

export interface Technique {
  readonly id: string;
  /** ATT&CK tactic id, empty when unknown */
  readonly tactic: string;
  readonly count: number;
}

export type CountedKind = 'rule' | 'model' | 'novelty' | 'unknown';

export interface DetectorCount {
  readonly id: string;
  readonly version: string;
  readonly kind: CountedKind;
  readonly title: string;
  readonly severity: number;
  readonly count: number;
  readonly author: string;
  readonly references: readonly string[];
}

export interface OriginRange {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
}

export interface Threat {
  /** deterministic, UUIDv5 */
  readonly uid: string;
  readonly tenant: string;
  readonly phase: ThreatPhase;
  /** 1 for open, then one more each time */
  readonly revision: number;
  /** the correlation that opened it */
  readonly rule: string;
  readonly ruleVersion: string;
  readonly title: string;
  readonly role: ThreatRole;
  readonly entity: string;
  /** first evidence, epoch ms */
  readonly start: number;
  /** last evidence, epoch ms */
  readonly end: number;
  /** event time of this revision, epoch ms */
  readonly time: number;
  readonly decidingEvent: string;
  /** the highest scored, at most 50, by time */
  readonly evidence: readonly Evidence[];
  readonly evidenceCount: number;
  /** all of it, at most 2,000, by time then id */
  readonly evidenceIds: readonly string[];
  readonly hosts: readonly string[];
  readonly users: readonly string[];
  readonly addresses: readonly string[];
  readonly techniques: readonly Technique[];
  readonly detectors: readonly DetectorCount[];
  /** 0..100 */
  readonly risk: number;
  readonly severity: number;
  readonly confidence: number;
  readonly reasons: readonly string[];
  readonly degraded: readonly string[];
  /** uid of the threat that this one continues */
  readonly related: readonly string[];
  /** rules and models in force */
  readonly versions: Readonly<Record<string, string>>;
  /** offsets of the evidence on the raw topic */
  readonly origins: readonly OriginRange[];
  /** counted in the window of the threat */
  readonly losses: Readonly<Record<string, number>>;
  readonly watermark: number;
  /** the completeness record will not change any more */
  readonly final: boolean;
}

export type JobState = 'queued' | 'running' | 'promoted' | 'refused' | 'failed' | 'unknown';

export type TriggerCause = 'count' | 'schedule' | 'manual' | 'drift' | 'unknown';

/** One training and how far it is; the newest record of a key counts */
export interface TrainingJob {
  /** of the trigger */
  readonly id: string;
  readonly tenant: string;
  readonly state: JobState;
  /** why it is refused or failed, or was begun again; a closed set */
  readonly reason: string;
  /** what the gate found, in its words */
  readonly details: readonly string[];
  /** hash */
  readonly dataset: string;
  /** of the feedback */
  readonly kind: string;
  readonly cause: TriggerCause;
  /** records of the dataset */
  readonly count: number;
  readonly priority: number;
  /** time of the trigger, epoch ms */
  readonly queued: number;
  /** when it came into this state, epoch ms */
  readonly since: number;
  /** when the attempt began, epoch ms; 0: not yet */
  readonly started: number;
  readonly attempt: number;
  /** local or kubernetes */
  readonly runner: string;
  /** that the models get */
  readonly version: string;
  /** name@version of what was promoted */
  readonly models: readonly string[];
  /** name@version of what they replace */
  readonly parents: readonly string[];
  /** pseudonyms of the analysts whose feedback is in it */
  readonly authors: readonly string[];
  /** what the dataset came to: verdicts, rows, alert_unknown, erased, without_rows */
  readonly joined: Readonly<Record<string, number>>;
  /** golden_before, golden_after and others, as the gate measured them */
  readonly figures: Readonly<Record<string, number>>;
}

export type OrderAction = 'train' | 'erase' | 'release' | 'unknown';

export interface TrainingOrder {
  readonly id: string;
  readonly tenant: string;
  readonly action: OrderAction;
  /** of the feedback; empty: every kind */
  readonly kind: string;
  /** of a training: manual or drift */
  readonly cause: TriggerCause;
  /** of a training: empty when any may learn */
  readonly model: string;
  /** pseudonym of the analyst whose records are erased, or whose held verdicts are released */
  readonly author: string;
  /** id of the one record to erase; an erasure with neither author nor feedback is of the whole tenant */
  readonly feedback: string;
  readonly time: number;
  readonly by: string;
}

export interface TrainingCut {
  /** of the trigger */
  readonly id: string;
  readonly dataset: string;
  readonly kind: string;
  readonly cause: TriggerCause;
  readonly count: number;
  readonly time: number;
}

export interface OrderAnswer {
  readonly order: string;
  readonly kind: string;
  /** trained, too_few or limit */
  readonly answer: string;
  /** of the order */
  readonly time: number;
}

export interface TrainingStatus {
  readonly tenant: string;
  readonly kind: string;
  readonly partition: number;
  readonly time: number;
  readonly buffered: number;
  readonly labels: Readonly<Record<string, number>>;
  readonly authors: number;
  /** 0: nothing is buffered */
  readonly oldest: number;
  /** when it was last looked at what could be trained on; 0: never */
  readonly looked: number;
  /** as of then */
  readonly usable: number;
  /** as of then, by reason */
  readonly leftOut: Readonly<Record<string, number>>;
  /** when a training that waits for the weekly limit may come; 0: none waits */
  readonly limitedUntil: number;
  /** 0: no schedule */
  readonly scheduled: number;
  /** newest last, at most 64, of every kind of the tenant */
  readonly cuts: readonly TrainingCut[];
  /** to orders, kept for two days */
  readonly answers: readonly OrderAnswer[];
}

export interface OffsetRange {
  readonly from: number;
  /** exclusive */
  readonly to: number;
}

export interface DatasetManifest {
  /** where the records lie; empty: there is no dataset */
  readonly topic: string;
  readonly partition: number;
  /** of offsets: every record of the dataset lies in one, between records of others */
  readonly ranges: readonly OffsetRange[];
  /** time of the first record, epoch ms */
  readonly from: number;
  /** time of the last record, epoch ms */
  readonly to: number;
  /** records by label */
  readonly labels: Readonly<Record<string, number>>;
  /** records by pseudonym of the analyst */
  readonly authors: Readonly<Record<string, number>>;
  /** records by rule; empty: not known */
  readonly rules: Readonly<Record<string, number>>;
  /** versions of the scrub that the records went through */
  readonly scrubs: readonly string[];
  /** records that stay in the buffer, by reason */
  readonly leftOut: Readonly<Record<string, number>>;
}

export interface TrainingTrigger {
  readonly id: string;
  readonly tenant: string;
  /** hash over tenant, kind and the records; empty: the base model, which has none of a tenant */
  readonly dataset: string;
  readonly model: string;
  readonly cause: TriggerCause;
  readonly count: number;
  readonly time: number;
  /** the highest is trained first */
  readonly priority: number;
  /** ids */
  readonly feedback: readonly string[];
  /** of the feedback; empty: there is no dataset */
  readonly kind: string;
  /** id of the order that asked for it */
  readonly order: string;
  readonly manifest: DatasetManifest;
}

export const ALERTS_DLQ: Topic<'alerts.dlq', Uint8Array> = topic('alerts.dlq', 1, 'bytes', 'delete');

export const ALERTS_EVIDENCE: Topic<'alerts.evidence.v1', AlertEvidence> = topic(
  'alerts.evidence.v1',
  3,
  'avro',
  'delete',
);

export const ALERTS_FLAT: Topic<'alerts.flat.v1', FlatAlert> = topic('alerts.flat.v1', 3, 'avro', 'delete');

export const ALERTS_RAISED: Topic<'alerts.raised.v1', DetectionFinding> = topic(
  'alerts.raised.v1',
  3,
  'avro',
  'delete',
);

export const ALERTS_SILENCES: Topic<'alerts.silences.v1', Silence> = topic('alerts.silences.v1', 1, 'avro', 'compact');

export const CORRELATION_DLQ: Topic<'correlation.dlq', Uint8Array> = topic('correlation.dlq', 1, 'bytes', 'delete');

export const DICTIONARY_DLQ: Topic<'dictionary.dlq', Uint8Array> = topic('dictionary.dlq', 1, 'bytes', 'delete');

export const FEATURES_DLQ: Topic<'features.dlq', Uint8Array> = topic('features.dlq', 1, 'bytes', 'delete');

export const FEEDBACK_SCRUBBED: Topic<'feedback.scrubbed.v1', ScrubbedFeedback> = topic(
  'feedback.scrubbed.v1',
  3,
  'avro',
  'delete',
);

export const FEEDBACK_SUBMITTED: Topic<'feedback.submitted.v1', Feedback> = topic(
  'feedback.submitted.v1',
  3,
  'avro',
  'delete',
);

export const INCIDENTS_RAISED: Topic<'incidents.raised.v1', IncidentFinding> = topic(
  'incidents.raised.v1',
  3,
  'avro',
  'delete',
);

export const INFERENCE_DLQ: Topic<'inference.dlq', Uint8Array> = topic('inference.dlq', 1, 'bytes', 'delete');

export const INTAKE_DLQ: Topic<'intake.dlq', Uint8Array> = topic('intake.dlq', 1, 'bytes', 'delete');

export const LAUNCH_DLQ: Topic<'launch.dlq', Uint8Array> = topic('launch.dlq', 1, 'bytes', 'delete');

export const MODELS_AUDIT: Topic<'models.audit.v1', PromotedModel> = topic('models.audit.v1', 1, 'avro', 'delete');

export const MODELS_MEASURED: Topic<'models.measured.v1', ModelMeasurement> = topic(
  'models.measured.v1',
  1,
  'avro',
  'delete',
);

export const MODELS_PROMOTED: Topic<'models.promoted.v1', PromotedModel> = topic(
  'models.promoted.v1',
  1,
  'avro',
  'compact',
);

export const PIPELINE_LEDGER: Topic<'pipeline.ledger.v1', LedgerEntry> = topic(
  'pipeline.ledger.v1',
  1,
  'avro',
  'delete',
);

export const RULES_PUBLISHED: Topic<'rules.published.v1', PublishedRule> = topic(
  'rules.published.v1',
  1,
  'avro',
  'compact',
);

export const SCRUB_DLQ: Topic<'scrub.dlq', Uint8Array> = topic('scrub.dlq', 1, 'bytes', 'delete');

export const TELEMETRY_EVENTS: Topic<'telemetry.events.v1', TelemetryEvent> = topic(
  'telemetry.events.v1',
  6,
  'avro',
  'delete',
);

export const TELEMETRY_FEATURES: Topic<'telemetry.features.v1', FeatureRow> = topic(
  'telemetry.features.v1',
  6,
  'avro',
  'delete',
);

export const TELEMETRY_RAW: Topic<'telemetry.raw.v1', RawTelemetry> = topic('telemetry.raw.v1', 6, 'any', 'delete');

export const TELEMETRY_SIGNALS: Topic<'telemetry.signals.v1', Signal> = topic(
  'telemetry.signals.v1',
  6,
  'avro',
  'delete',
);

export const TENANT_MINUTES: Topic<'tenant.minutes.v1', TenantMinutes> = topic(
  'tenant.minutes.v1',
  1,
  'avro',
  'compact',
);

export const THREATS_CORRELATED: Topic<'threats.correlated.v1', Threat> = topic(
  'threats.correlated.v1',
  3,
  'avro',
  'delete',
);

export const TRAINING_DLQ: Topic<'training.dlq', Uint8Array> = topic('training.dlq', 1, 'bytes', 'delete');

export const TRAINING_JOBS: Topic<'training.jobs.v1', TrainingJob> = topic('training.jobs.v1', 1, 'avro', 'compact');

export const TRAINING_ORDERS: Topic<'training.orders.v1', TrainingOrder> = topic(
  'training.orders.v1',
  1,
  'avro',
  'compact',
);

export const TRAINING_STATUS: Topic<'training.status.v1', TrainingStatus> = topic(
  'training.status.v1',
  1,
  'avro',
  'compact',
);

export const TRAINING_TRIGGERED: Topic<'training.triggered.v1', TrainingTrigger> = topic(
  'training.triggered.v1',
  1,
  'avro',
  'delete',
);

export const TOPICS = [
  ALERTS_DLQ,
  ALERTS_EVIDENCE,
  ALERTS_FLAT,
  ALERTS_RAISED,
  ALERTS_SILENCES,
  CORRELATION_DLQ,
  DICTIONARY_DLQ,
  FEATURES_DLQ,
  FEEDBACK_SCRUBBED,
  FEEDBACK_SUBMITTED,
  INCIDENTS_RAISED,
  INFERENCE_DLQ,
  INTAKE_DLQ,
  LAUNCH_DLQ,
  MODELS_AUDIT,
  MODELS_MEASURED,
  MODELS_PROMOTED,
  PIPELINE_LEDGER,
  RULES_PUBLISHED,
  SCRUB_DLQ,
  TELEMETRY_EVENTS,
  TELEMETRY_FEATURES,
  TELEMETRY_RAW,
  TELEMETRY_SIGNALS,
  TENANT_MINUTES,
  THREATS_CORRELATED,
  TRAINING_DLQ,
  TRAINING_JOBS,
  TRAINING_ORDERS,
  TRAINING_STATUS,
  TRAINING_TRIGGERED,
] as const;

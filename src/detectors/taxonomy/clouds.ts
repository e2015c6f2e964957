/** JSON of services whose formats intake does not know by name: known by the fields that the service always writes. */
import type { LogSources } from '../sigma/rule.ts';
import type { FieldsDraft } from './fields-draft.ts';
import { type Names, sourceOf } from './names.ts';

interface Shape {
  /** All of these are there. */
  readonly fields: readonly string[];
  /** Further proof. */
  readonly proof?: (draft: FieldsDraft) => boolean;
  readonly sources: LogSources;
  readonly names?: Names;
}

const is =
  (name: string, ...values: readonly string[]) =>
  (draft: FieldsDraft): boolean =>
    values.includes(draft.text(name).toLowerCase());

const starts = (name: string, value: string) => (draft: FieldsDraft) => draft.text(name).startsWith(value);

const GCP: Names = [
  ['gcp.audit.method_name', 'protoPayload.methodName'],
  ['data.protoPayload.methodName', 'protoPayload.methodName'],
  ['data.protoPayload.serviceName', 'protoPayload.serviceName'],
  ['data.protoPayload.logName', 'logName'],
  ['data.protoPayload.resource.type', 'resource.type'],
  ['data.protoPayload.authorizationInfo.permission', 'protoPayload.authorizationInfo.permission'],
  ['data.protoPayload.authorizationInfo.granted', 'protoPayload.authorizationInfo.granted'],
];
/** The admin API's names for what the audit log calls methods. */
const WORKSPACE: Names = [
  ['eventService', 'protoPayload.serviceName'],
  ['eventName', 'protoPayload.metadata.event.eventName'],
];

const SHAPES: readonly Shape[] = [
  {
    fields: ['protoPayload.serviceName', 'logName'],
    proof: is('protoPayload.serviceName', 'admin.googleapis.com'),
    sources: sourceOf('gcp', '', 'google_workspace.admin'),
    names: WORKSPACE,
  },
  {
    fields: ['protoPayload.serviceName', 'logName'],
    proof: is('protoPayload.serviceName', 'login.googleapis.com'),
    sources: sourceOf('gcp', '', 'google_workspace.login'),
  },
  { fields: ['protoPayload.methodName', 'logName'], sources: sourceOf('gcp', '', 'gcp.audit'), names: GCP },
  {
    fields: ['operationName', 'category', 'properties.userPrincipalName'],
    proof: is('category', 'signinlogs', 'noninteractiveusersigninlogs', 'serviceprincipalsigninlogs'),
    sources: sourceOf('azure', '', 'signinlogs'),
  },
  {
    fields: ['operationName', 'category'],
    proof: is('category', 'auditlogs'),
    sources: sourceOf('azure', '', 'auditlogs'),
  },
  {
    fields: ['operationName', 'resourceId', 'category'],
    proof: is('category', 'administrative', 'policy', 'security', 'serviceHealth'),
    sources: sourceOf('azure', '', 'activitylogs'),
  },
  { fields: ['riskEventType', 'riskLevel'], sources: sourceOf('azure', '', 'riskdetection') },
  { fields: ['Operation', 'Workload', 'RecordType'], sources: sourceOf('m365', '', 'audit') },
  { fields: ['eventType', 'displayMessage', 'actor.alternateId'], sources: sourceOf('okta', '', 'okta') },
  {
    fields: ['auditID', 'verb', 'requestURI'],
    proof: starts('apiVersion', 'audit.k8s.io/'),
    sources: sourceOf('kubernetes', 'application', 'audit'),
  },
  { fields: ['action', 'actor', 'actor_id', '_document_id'], sources: sourceOf('github', '', 'audit') },
  { fields: ['auditType.action', 'auditType.category'], sources: sourceOf('bitbucket', '', 'audit') },
  { fields: ['logtype', 'node_id', 'dst_host'], sources: sourceOf('opencanary', 'application', '') },
  { fields: ['event_type_id', 'account_id'], sources: sourceOf('onelogin', '', 'onelogin.events') },
];

/** Log sources of a known service, whose names are added; null where the shape is none of these. */
export function cloudSources(draft: FieldsDraft): LogSources | null {
  const shape = SHAPES.find(({ fields, proof }) => fields.every((name) => draft.has(name)) && (proof?.(draft) ?? true));
  if (!shape) return null;
  draft.name(shape.names ?? []);
  return shape.sources;
}

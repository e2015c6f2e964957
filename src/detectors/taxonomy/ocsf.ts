import { nameCore } from './core-names.ts';
import { endpointSources } from './endpoint.ts';
import { joined, type Names, sourceOf, type Taxonomy } from './names.ts';
import { addMaps } from './nested.ts';
import { nameRequest } from './web.ts';

/** Fields of OCSF's classes of system and network activity (https://schema.ocsf.io). */
const NAMES: Names = [
  ['Image', 'process.file.path', 'actor.process.file.path'],
  ['CommandLine', 'process.cmd_line', 'actor.process.cmd_line'],
  ['CurrentDirectory', 'process.working_directory', 'process.cwd'],
  ['ProcessId', 'process.pid', 'actor.process.pid'],
  ['IntegrityLevel', 'process.integrity'],
  ['TargetFilename', 'file.path'],
  ['ImageLoaded', 'module.file.path', 'driver.file.path'],
  ['TargetObject', 'reg_value.path', 'reg_key.path'],
  ['Details', 'reg_value.data'],
  ['SourceIp', 'src_endpoint.ip'],
  ['SourcePort', 'src_endpoint.port'],
  ['SourceHostname', 'src_endpoint.hostname'],
  ['DestinationIp', 'dst_endpoint.ip'],
  ['DestinationPort', 'dst_endpoint.port'],
  ['DestinationHostname', 'dst_endpoint.hostname'],
  ['src_ip', 'src_endpoint.ip'],
  ['src_port', 'src_endpoint.port'],
  ['dst_ip', 'dst_endpoint.ip'],
  ['dst_port', 'dst_endpoint.port'],
  ['Computer', 'device.hostname'],
];
/** Of a new process the actor is the parent; elsewhere it is the process that acts. */
const PARENT: Names = [
  ['ParentImage', 'process.parent_process.file.path', 'actor.process.file.path'],
  ['ParentCommandLine', 'process.parent_process.cmd_line', 'actor.process.cmd_line'],
  ['ParentProcessId', 'process.parent_process.pid', 'actor.process.pid'],
];
const REQUEST: Names = [
  ['c-uri', 'http_request.url.url_string', 'http_request.url.path'],
  ['cs-uri-stem', 'http_request.url.path'],
  ['cs-uri-query', 'http_request.url.query_string'],
  ['cs-host', 'http_request.url.hostname'],
  ['cs-method', 'http_request.http_method'],
  ['c-useragent', 'http_request.user_agent'],
  ['cs-referer', 'http_request.referrer'],
  ['sc-status', 'http_response.code'],
  ['c-ip', 'src_endpoint.ip'],
];
const DNS: Names = [
  ['QueryName', 'query.hostname'],
  ['query', 'query.hostname'],
  ['record_type', 'query.type'],
  ['QueryResults', 'answers.rdata'],
  ['answer', 'answers.rdata'],
];
/** API activity as AWS's Security Lake writes CloudTrail. */
const CLOUDTRAIL: Names = [
  ['eventName', 'api.operation'],
  ['eventSource', 'api.service.name'],
  ['errorCode', 'api.response.error'],
  ['errorMessage', 'api.response.message'],
  ['userAgent', 'http_request.user_agent'],
  ['sourceIPAddress', 'src_endpoint.ip', 'src_endpoint.domain'],
  ['userIdentity.type', 'actor.user.type'],
  ['userIdentity.arn', 'actor.user.uid_alt', 'actor.user.uid'],
  ['awsRegion', 'cloud.region'],
];

export const ocsf: Taxonomy = ({ event }, draft) => {
  addMaps(draft);
  const { product, category } = event;
  const isRequest = event.class === 'http';
  if (event.class === 'process') draft.name(PARENT);
  draft.name(isRequest ? REQUEST : NAMES);
  if (isRequest) nameRequest(draft);
  if (event.class === 'dns') draft.name(DNS);
  draft.add('User', event.user);
  nameCore(event, category, draft);
  if (draft.text('metadata.product.name').toLowerCase() !== 'cloudtrail') return endpointSources(product, category);
  draft.name(CLOUDTRAIL);
  return joined(sourceOf('aws', '', 'cloudtrail'), endpointSources(product, category));
};

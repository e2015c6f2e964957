/** Sigma's names for the fields of the Elastic Common Schema. */
import type { Names } from './names.ts';

const PROCESS: Names = [
  ['Image', 'process.executable'],
  ['CommandLine', 'process.command_line'],
  ['CurrentDirectory', 'process.working_directory'],
  ['ProcessId', 'process.pid'],
  ['ProcessGuid', 'process.entity_id'],
  ['ParentImage', 'process.parent.executable'],
  ['ParentCommandLine', 'process.parent.command_line'],
  ['ParentProcessId', 'process.parent.pid'],
  ['ParentProcessGuid', 'process.parent.entity_id'],
  ['OriginalFileName', 'process.pe.original_file_name', 'file.pe.original_file_name', 'dll.pe.original_file_name'],
  ['Description', 'process.pe.description', 'file.pe.description', 'dll.pe.description'],
  ['Product', 'process.pe.product', 'file.pe.product', 'dll.pe.product'],
  ['Company', 'process.pe.company', 'file.pe.company', 'dll.pe.company'],
  ['FileVersion', 'process.pe.file_version', 'file.pe.file_version', 'dll.pe.file_version'],
  ['Imphash', 'process.pe.imphash', 'file.pe.imphash', 'dll.pe.imphash'],
  ['md5', 'process.hash.md5', 'file.hash.md5', 'dll.hash.md5'],
  ['sha1', 'process.hash.sha1', 'file.hash.sha1', 'dll.hash.sha1'],
  ['sha256', 'process.hash.sha256', 'file.hash.sha256', 'dll.hash.sha256'],
];

const OBJECTS: Names = [
  ['TargetFilename', 'file.path'],
  ['ImageLoaded', 'dll.path', 'file.path'],
  ['Signed', 'dll.code_signature.signed', 'file.code_signature.signed'],
  ['Signature', 'dll.code_signature.subject_name', 'file.code_signature.subject_name'],
  ['SignatureStatus', 'dll.code_signature.status', 'file.code_signature.status'],
  ['TargetObject', 'registry.path'],
  ['Details', 'registry.data.strings'],
];

const NETWORK: Names = [
  ['SourceIp', 'source.ip'],
  ['SourcePort', 'source.port'],
  ['SourceHostname', 'source.domain'],
  ['DestinationIp', 'destination.ip'],
  ['DestinationPort', 'destination.port'],
  ['DestinationHostname', 'destination.domain'],
  ['Protocol', 'network.transport'],
  ['src_ip', 'source.ip'],
  ['src_port', 'source.port'],
  ['dst_ip', 'destination.ip'],
  ['dst_port', 'destination.port'],
];

const DNS: Names = [
  ['QueryName', 'dns.question.name'],
  ['QueryResults', 'dns.answers.data', 'dns.resolved_ip'],
  ['QueryStatus', 'sysmon.dns.status'],
  ['query', 'dns.question.name'],
  ['record_type', 'dns.question.type'],
  ['answer', 'dns.answers.data', 'dns.resolved_ip'],
];

const REQUEST: Names = [
  ['c-uri', 'url.original', 'url.full'],
  ['cs-uri-stem', 'url.path'],
  ['cs-uri-query', 'url.query'],
  ['c-uri-extension', 'url.extension'],
  ['cs-method', 'http.request.method'],
  ['cs-host', 'url.domain', 'destination.domain'],
  ['cs-referer', 'http.request.referrer'],
  ['cs-version', 'http.version'],
  ['cs-username', 'user.name'],
  ['c-useragent', 'user_agent.original'],
  ['c-ip', 'source.ip', 'client.ip'],
  ['sc-status', 'http.response.status_code'],
  ['sc-bytes', 'http.response.bytes'],
];

const RECORD: Names = [
  ['EventID', 'winlog.event_id', 'event.code'],
  ['Channel', 'winlog.channel'],
  ['Provider_Name', 'winlog.provider_name', 'event.provider'],
  ['Computer', 'host.name'],
];

export const ECS_NAMES: Names = [...PROCESS, ...OBJECTS, ...NETWORK, ...DNS];
export const ECS_REQUEST = REQUEST;
export const ECS_RECORD = RECORD;

import { type Fields, flatten, noFields } from '../../fields.ts';
import type { WindowsRecord } from './windows-record.ts';

/** Data fields whose text comes from whoever made the process, the file, the query or the logon attempt. */
const HOSTILE: ReadonlySet<string> = new Set(
  `CommandLine ParentCommandLine Image ParentImage SourceImage TargetImage ImageLoaded NewProcessName ParentProcessName
  ProcessName CurrentDirectory TargetFilename OriginalFileName Description Company Product FileVersion Signature
  TargetObject Details NewName PipeName QueryName QueryResults DestinationHostname SourceHostname CallTrace
  StartModule StartFunction Contents Name Destination Query Consumer Filter EventNamespace
  ScriptBlockText Payload ContextInfo Path Data HostApplication
  TargetUserName TargetDomainName WorkstationName Workstation SubjectUserName TargetServerName TargetOutboundUserName
  ServiceName ServiceFileName ImagePath TaskName TaskContent TaskContentNew ActionName
  ObjectName ShareName RelativeTargetName NewValue OldValue ObjectValueName AttributeValue
  Message SamAccountName DisplayName UserPrincipalName ServicePrincipalNames Application CallerProcessName FilterName
  param1 param2 param3 param4 param5 param6 param7 param8 param9`.split(/\s+/),
);

export interface NativeFields {
  readonly fields: Fields;
  readonly tainted: string[];
}

/** Fields under Windows' own names, which are the ones that Sigma rules use. */
export function nativeFields(record: WindowsRecord, short: string): NativeFields {
  const fields = noFields();
  const tainted: string[] = [];
  const { data } = record;
  for (const key in data) {
    const value = data[key];
    if (typeof value === 'string') fields[key] = value;
    else if (value !== null) flatten({ [key]: value }, fields);
    if (HOSTILE.has(key)) tainted.push(key);
  }
  fields.EventID = String(record.eventId);
  fields.Channel = record.channel;
  if (record.provider !== '') fields.Provider_Name = record.provider;
  if (record.host !== '') fields.Computer = record.host;
  if (short === 'security' && record.eventId === 4688) alias(fields, PROCESS_CREATION);
  else if (short === 'powershell-classic') joinParameters(fields, tainted);
  else if (short === 'windefend') alias(withoutSpaces(fields), ANTIVIRUS);
  return { fields, tainted };
}

/** Sigma's name by Windows' own. */
type Aliases = readonly (readonly [alias: string, of: string])[];
const PROCESS_CREATION: Aliases = [
  ['Image', 'NewProcessName'],
  ['ParentImage', 'ParentProcessName'],
  ['IntegrityLevel', 'MandatoryLabel'],
];
const ANTIVIRUS: Aliases = [
  ['Signature', 'ThreatName'],
  ['Filename', 'Path'],
];

function alias(fields: Fields, aliases: Aliases): void {
  for (const [name, of] of aliases) {
    const value = fields[of];
    if (value !== undefined && fields[name] === undefined) fields[name] = value;
  }
}

/** Defender writes `Threat Name`, rules write `ThreatName`. */
function withoutSpaces(fields: Fields): Fields {
  for (const [key, value] of Object.entries(fields)) if (key.includes(' ')) fields[key.replaceAll(' ', '')] ??= value;
  return fields;
}

/** The classic channel has unnamed data: what forwarders number as param1 to param3 is one Data to the rules. */
function joinParameters(fields: Fields, tainted: string[]): void {
  const names = ['param1', 'param2', 'param3'].filter((name) => fields[name] !== undefined);
  if (fields.Data !== undefined || names.length === 0) return;
  fields.Data = names.map((name) => fields[name]).join('\n');
  for (const name of names) delete fields[name];
  tainted.splice(0, tainted.length, 'Data');
}

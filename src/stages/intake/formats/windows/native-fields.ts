import { type Fields, type Flat, flatten } from '../../fields.ts';
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

export interface NativeFields extends Flat {
  readonly tainted: string[];
}

/** Fields under Windows' own names, which are the ones that Sigma rules use. */
export function nativeFields(record: WindowsRecord, short: string): NativeFields {
  const flat = flatten(NOTHING);
  const { fields } = flat;
  const tainted: string[] = [];
  const { data } = record;
  for (const key in data) {
    const value = data[key];
    if (typeof value === 'string') fields[key] = value;
    else if (value !== null) flatten({ [key]: value }, flat);
    if (HOSTILE.has(key)) tainted.push(key);
  }
  fields.EventID = String(record.eventId);
  fields.Channel = record.channel;
  if (record.provider !== '') fields.Provider_Name = record.provider;
  if (record.host !== '') fields.Computer = record.host;
  if (short === 'powershell-classic') joinParameters(fields, tainted);
  return { ...flat, tainted };
}

const NOTHING = {};

/** The classic channel has unnamed data: what forwarders number as param1 to param3 is one Data to the rules. */
function joinParameters(fields: Fields, tainted: string[]): void {
  const names = ['param1', 'param2', 'param3'].filter((name) => fields[name] !== undefined);
  if (fields.Data !== undefined || names.length === 0) return;
  fields.Data = names.map((name) => fields[name]).join('\n');
  for (const name of names) delete fields[name];
  tainted.splice(0, tainted.length, 'Data');
}

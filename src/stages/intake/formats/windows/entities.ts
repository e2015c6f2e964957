import type { Mapped } from '../../format.ts';
import { account, address, firstText, port, text } from '../../read-value.ts';
import { hostProcess } from './host-process.ts';
import type { Kind } from './kind.ts';
import type { WindowsRecord } from './windows-record.ts';

type Data = WindowsRecord['data'];

/** Who and what took part, '' or 0 where the event does not say. */
export type Entities = Required<
  Pick<
    Mapped,
    | 'user'
    | 'process'
    | 'parent'
    | 'commandLine'
    | 'srcIp'
    | 'srcPort'
    | 'dstIp'
    | 'dstPort'
    | 'file'
    | 'domain'
    | 'hash'
  >
>;

/** Reads the core facts under the names that the channel uses for them. */
export function entitiesOf(
  record: WindowsRecord,
  short: string,
  kind: Kind,
  fields: Readonly<Record<string, string>>,
): Entities {
  const { data } = record;
  const script = kind.class === 'script' ? hostProcess(fields) : null;
  const network = kind.class === 'network' ? ends(data) : null;
  return {
    user: text(script?.user) || userOf(record, short, kind),
    process: script?.image ?? processOf(data),
    parent: kind.class === 'process' ? firstText(data.ParentImage, data.ParentProcessName) : '',
    commandLine: commandLineOf(data, kind) || (script?.commandLine ?? ''),
    srcIp: network?.srcIp ?? (kind.class === 'auth' || short === 'security' ? remote(data) : ''),
    srcPort: network?.srcPort ?? port(data.IpPort),
    dstIp: network?.dstIp ?? '',
    dstPort: network?.dstPort ?? 0,
    file: fileOf(data, kind),
    domain:
      kind.class === 'dns' ? text(data.QueryName) : kind.class === 'network' ? text(data.DestinationHostname) : '',
    hash: typeof data.Hashes === 'string' ? bestHash(data.Hashes) : '',
  };
}

const processOf = (data: Data): string =>
  text(data.Image) ||
  text(data.SourceImage) ||
  firstText(data.NewProcessName, data.ProcessName, data.Application, data.CallerProcessName);

const ends = (data: Data) => ({
  srcIp: address(data.SourceIp) || address(data.SourceAddress),
  srcPort: port(data.SourcePort),
  dstIp: address(data.DestinationIp) || address(data.DestAddress),
  dstPort: port(data.DestinationPort) || port(data.DestPort),
});

const remote = (data: Data): string =>
  address(data.IpAddress) || address(data.ClientAddress) || address(data.NetworkAddress) || address(data.Address);

function commandLineOf(data: Data, kind: Kind): string {
  switch (kind.class) {
    case 'process':
      return text(data.CommandLine);
    case 'script':
      return firstText(data.ScriptBlockText, data.Payload);
    case 'service':
      return firstText(data.ImagePath, data.ServiceFileName);
    case 'task':
      return firstText(data.TaskContent, data.TaskContentNew, data.ActionName, data.Path);
    case 'wmi':
      return firstText(data.Destination, data.Query, data.Operation);
    default:
      return '';
  }
}

function fileOf(data: Data, kind: Kind): string {
  switch (kind.class) {
    case 'process':
      return firstText(data.TargetImage, data.ObjectName);
    case 'module':
    case 'driver':
      return text(data.ImageLoaded);
    case 'registry':
      return firstText(data.TargetObject, data.ObjectName);
    case 'pipe':
      return text(data.PipeName);
    case 'service':
      return text(data.ServiceName);
    case 'task':
      return text(data.TaskName);
    case 'script':
    case 'finding':
      return text(data.Path);
    case 'wmi':
      return firstText(data.Name, data.Consumer);
    case 'file':
      return firstText(data.TargetFilename, shared(data), data.ObjectName, data.Device);
    default:
      return '';
  }
}

/** A file on a share is known by the share's name and the path below it. */
const shared = (data: Data): string => {
  const share = text(data.ShareName);
  const below = text(data.RelativeTargetName);
  return share === '' || below === '' ? share : `${share}\\${below}`;
};

const ACTOR_FIRST: ReadonlySet<string> = new Set(['explicit_logon', 'special_privileges']);

/** The account that acts; at a logon the account that is used, which is what an attacker takes. */
function userOf({ data, user }: WindowsRecord, short: string, { class: of, action }: Kind): string {
  const named = firstText(data.User, data.SourceUser);
  if (named !== '' || short === 'sysmon') return named;
  const subject = account(data.SubjectDomainName, data.SubjectUserName);
  const target = account(data.TargetDomainName, data.TargetUserName);
  const targetFirst = (of === 'auth' && !ACTOR_FIRST.has(action)) || action === 'lockout';
  return (targetFirst ? target || subject : subject || target) || account(data.Domain, data.AccountName) || user;
}

/** SHA-256 where it is there, in lower case. */
function bestHash(hashes: string): string {
  for (const algorithm of ['SHA256=', 'SHA1=', 'MD5=']) {
    const at = hashes.indexOf(algorithm);
    if (at < 0) continue;
    const end = hashes.indexOf(',', at);
    return hashes.slice(at + algorithm.length, end < 0 ? undefined : end).toLowerCase();
  }
  return '';
}

import { channelOf } from '../../../../detectors/taxonomy/windows-channels.ts';
import type { EventOutcome } from '../../../../domain/contracts.gen.ts';
import type { Mapped } from '../../format.ts';
import { parseTime } from '../../parse-time.ts';
import { entitiesOf } from './entities.ts';
import type { Kind } from './kind.ts';
import { kindOf } from './kinds.ts';
import { REGISTRY_12 } from './kinds-sysmon.ts';
import { nativeFields } from './native-fields.ts';
import type { WindowsRecord } from './windows-record.ts';

/** The event contract of a Windows event; null where it has no channel or no event id. */
export function mapRecord(record: WindowsRecord): Mapped | null {
  if (record.channel === '' || !Number.isInteger(record.eventId) || record.eventId < 0) return null;
  const { product, service, short } = channelOf(record.channel);
  const kind = refine(kindOf(short, record.eventId), short, record);
  const { fields, lists, tainted } = nativeFields(record, short);
  const entities = entitiesOf(record, short, kind, fields);
  for (const name of HOSTILE_CORE) if (entities[name] !== '') tainted.push(name);
  return {
    ...entities,
    time: parseTime(record.time),
    class: kind.class,
    action: kind.action,
    outcome: kind.outcome ?? outcomeOf(record),
    id: record.recordId === '' ? '' : `windows/${record.host.toLowerCase()}/${record.channel}/${record.recordId}`,
    host: record.host,
    code: `${short}:${record.eventId}`,
    logsource: { product, category: kind.category, service },
    fields,
    lists,
    tainted,
  };
}

const HOSTILE_CORE = ['process', 'parent', 'commandLine', 'file', 'domain'] as const;

function refine(kind: Kind, short: string, { eventId, data }: WindowsRecord): Kind {
  if (short === 'sysmon' && eventId === 12) return REGISTRY_12.get(data.EventType) ?? kind;
  if (kind.class === 'file' && short === 'security' && data.ObjectType === 'Key') return { ...kind, class: 'registry' };
  if (kind.class === 'file' && short === 'security' && data.ObjectType === 'Process')
    return { ...kind, class: 'process' };
  return kind;
}

const AUDIT_SUCCESS = 0x20_0000;
const AUDIT_FAILURE = 0x10_0000;

function outcomeOf({ keywords, data }: WindowsRecord): EventOutcome {
  const bits = keywords.startsWith('0x') ? Number.parseInt(keywords.slice(2, -8), 16) : 0;
  if (bits & AUDIT_FAILURE) return 'failure';
  if (bits & AUDIT_SUCCESS) return 'success';
  if (typeof data.Status === 'string' && data.Status.startsWith('0x'))
    return Number(data.Status) === 0 ? 'success' : 'failure';
  return 'unknown';
}

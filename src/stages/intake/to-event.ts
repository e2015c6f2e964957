import type { EventCore, TelemetryEvent } from '../../domain/contracts.gen.ts';
import { shortHostName } from '../../domain/host-name.ts';
import type { EventTime } from './event-time.ts';
import type { Mapped } from './format.ts';

/** What surrounds a mapped event. */
export interface Circumstances {
  readonly tenant: string;
  readonly format: string;
  readonly flags: readonly string[];
  readonly eventTime: EventTime;
  readonly appendedAt: number;
  readonly partition: number;
  readonly offset: number;
  /** CloudEvents id from the headers, '' where there is none. */
  readonly ceId: string;
  /** Machines keep their domain; else one machine has one name, whoever speaks of it. */
  readonly fullHostNames: boolean;
}

const MAX_ID = 300;
const LONG = 2_000;
const SHORT = 1_000;

/** The event contract, every text within its bound. */
export function toEvent(mapped: Mapped, around: Circumstances): TelemetryEvent {
  const { logsource } = mapped;
  const event: EventCore = {
    id: idOf(mapped, around),
    tenant: around.tenant,
    time: around.eventTime.time,
    receivedAt: around.appendedAt,
    format: around.format,
    class: mapped.class,
    action: cut(mapped.action),
    outcome: mapped.outcome ?? 'unknown',
    host: around.fullHostNames ? cut(mapped.host).toLowerCase() : shortHostName(cut(mapped.host)),
    observer: cut(mapped.observer).toLowerCase(),
    user: cut(mapped.user),
    process: cut(mapped.process),
    parent: cut(mapped.parent),
    commandLine: cut(mapped.commandLine, LONG),
    srcIp: cut(mapped.srcIp),
    srcPort: mapped.srcPort ?? 0,
    dstIp: cut(mapped.dstIp),
    dstPort: mapped.dstPort ?? 0,
    file: cut(mapped.file),
    domain: cut(mapped.domain),
    url: cut(mapped.url, LONG),
    hash: cut(mapped.hash),
    code: cut(mapped.code),
    product: cut(logsource.product),
    category: cut(logsource.category),
    service: cut(logsource.service),
    flags: flagsOf(mapped, around),
    rawPartition: around.partition,
    rawOffset: around.offset,
  };
  return { event, fields: mapped.fields, lists: mapped.lists ?? NO_LISTS, tainted: mapped.tainted };
}

const NO_LISTS: TelemetryEvent['lists'] = Object.freeze({});

/** A cut can part a surrogate pair, and JSON can escape one half of it: neither comes through UTF-8. */
const cut = (value: string | undefined, limit = SHORT): string =>
  value === undefined ? '' : value.slice(0, limit).toWellFormed();

const REPLACED = '\ufffd';

/** The source's own id, else what the producer gave it, else its place in the log. An id that had to be cut or repaired would be no id. */
function idOf({ id = '' }: Mapped, { ceId, partition, offset }: Circumstances): string {
  for (const given of [id, ceId]) if (isId(given)) return given;
  return `raw/${partition}/${offset}`;
}

const isId = (given: string): boolean =>
  given !== '' && given.length <= MAX_ID && given.isWellFormed() && !given.includes(REPLACED);

const TEXTS = ['user', 'process', 'parent', 'file', 'domain', 'host', 'hash', 'code', 'action'] as const;

function flagsOf(mapped: Mapped, { flags, eventTime }: Circumstances): readonly string[] {
  const overlong =
    exceeds(mapped.commandLine, LONG) ||
    exceeds(mapped.url, LONG) ||
    TEXTS.some((name) => exceeds(mapped[name], SHORT));
  const truncated = overlong && !flags.includes('truncated');
  if (!truncated && eventTime.flag === null) return flags;
  return [...flags, ...(truncated ? ['truncated'] : []), ...(eventTime.flag === null ? [] : [eventTime.flag])];
}

const exceeds = (value: string | undefined, limit: number): boolean => value !== undefined && value.length > limit;

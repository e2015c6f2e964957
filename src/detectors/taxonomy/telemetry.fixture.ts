import type { EventCore, TelemetryEvent } from '../../domain/contracts.gen.ts';

const NOTHING: EventCore = {
  id: '',
  tenant: 't',
  time: 0,
  receivedAt: 0,
  format: 'json',
  class: 'other',
  action: '',
  outcome: 'unknown',
  host: '',
  observer: '',
  user: '',
  process: '',
  parent: '',
  commandLine: '',
  srcIp: '',
  srcPort: 0,
  dstIp: '',
  dstPort: 0,
  file: '',
  domain: '',
  url: '',
  hash: '',
  code: '',
  product: '',
  category: '',
  service: '',
  flags: [],
  rawPartition: 0,
  rawOffset: 0,
};

/** An event of which only this is known. */
export const telemetryOf = (
  event: Partial<EventCore>,
  fields: Readonly<Record<string, string>> = {},
  lists: Readonly<Record<string, readonly string[]>> = {},
): TelemetryEvent => ({ event: { ...NOTHING, ...event }, fields, lists, tainted: [] });

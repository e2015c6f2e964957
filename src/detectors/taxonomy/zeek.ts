import type { LogSources } from '../sigma/rule.ts';
import { joined, type Names, sourceOf, type Taxonomy } from './names.ts';

/** What a log is beside being one of Zeek's. */
interface Log {
  readonly sources: LogSources;
  readonly names: Names;
}

const HTTP: Log = {
  sources: joined(
    sourceOf('zeek', '', 'http'),
    sourceOf('zeek', 'proxy', 'http'),
    sourceOf('zeek', 'webserver', 'http'),
  ),
  names: [
    ['c-uri', 'uri'],
    ['cs-uri-query', 'uri'],
    ['cs-uri', 'uri'],
    ['c-useragent', 'user_agent'],
    ['cs-user-agent', 'user_agent'],
    ['cs-method', 'method'],
    ['cs-host', 'host'],
    ['cs-referer', 'referrer'],
    ['sc-status', 'status_code'],
    ['r-dns', 'host'],
  ],
};
const DNS: Log = {
  sources: joined(sourceOf('zeek', '', 'dns'), sourceOf('zeek', 'dns', 'dns')),
  names: [
    ['record_type', 'qtype_name'],
    ['answer', 'answers'],
  ],
};
const LOGS: ReadonlyMap<string, Log> = new Map([
  ['http', HTTP],
  ['dns', DNS],
]);

/** Zeek's logs by their names; its view of requests and of names asked for is one that other rules know too. */
export const zeek: Taxonomy = ({ event }, draft) => {
  const log = LOGS.get(event.service);
  if (!log) return sourceOf('zeek', '', event.service);
  draft.name(log.names);
  return log.sources;
};

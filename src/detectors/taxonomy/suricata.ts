import { joined, type Names, sourceOf, type Taxonomy } from './names.ts';
import { nameRequest } from './web.ts';

const CONNECTION: Names = [
  ['dst_ip', 'dest_ip'],
  ['dst_port', 'dest_port'],
];
const HTTP: Names = [
  ['c-uri', 'http.url'],
  ['cs-uri', 'http.url'],
  ['cs-uri-query', 'http.url'],
  ['cs-method', 'http.http_method'],
  ['cs-host', 'http.hostname'],
  ['cs-referer', 'http.http_refer'],
  ['c-useragent', 'http.http_user_agent'],
  ['sc-status', 'http.status'],
];
/** Version 2 of the records has them at the top, version 3 in lists. */
const DNS: Names = [
  ['query', 'dns.rrname', 'dns.queries.rrname', 'dns.query.rrname'],
  ['record_type', 'dns.rrtype', 'dns.queries.rrtype', 'dns.query.rrtype'],
  ['answer', 'dns.answers.rdata', 'dns.rdata', 'dns.grouped.A'],
];
const HTTP_SOURCES = joined(sourceOf('suricata', 'proxy', 'http'), sourceOf('suricata', 'webserver', 'http'));

/** EVE's records by their type; as with Zeek, requests and names asked for are seen by other rules too. */
export const suricata: Taxonomy = ({ event }, draft) => {
  draft.name(CONNECTION);
  if (event.service === 'http') {
    draft.name(HTTP);
    nameRequest(draft);
    return HTTP_SOURCES;
  }
  if (event.service !== 'dns') return sourceOf('suricata', '', event.service);
  draft.name(DNS);
  return sourceOf('suricata', 'dns', 'dns');
};

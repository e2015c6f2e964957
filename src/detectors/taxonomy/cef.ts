import { joined, type Names, sourceOf, type Taxonomy } from './names.ts';
import { nameRequest } from './web.ts';

/** The extension's dictionary (ArcSight Common Event Format). */
const CONNECTION: Names = [
  ['src_ip', 'src'],
  ['src_port', 'spt'],
  ['dst_ip', 'dst'],
  ['dst_port', 'dpt'],
];
const REQUEST: Names = [
  ['c-uri', 'request'],
  ['cs-method', 'requestMethod'],
  ['cs-host', 'destinationDnsDomain', 'dhost'],
  ['cs-cookie', 'requestCookies'],
  ['cs-username', 'suser'],
  ['c-useragent', 'requestClientApplication'],
  ['c-ip', 'src'],
];

/** Vendor and product as the record names them; what tells of a request is known to rules for proxies too. */
export const cef: Taxonomy = ({ event }, draft) => {
  draft.name(CONNECTION);
  const own = sourceOf(event.product, event.category, event.service);
  if (!draft.has('request')) return own;
  draft.name(REQUEST);
  nameRequest(draft);
  return joined(own, sourceOf(event.product, 'proxy', event.service));
};

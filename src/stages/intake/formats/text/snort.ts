import type { Candidate, Format, Mapped } from '../../format.ts';
import { addressOf, portOf } from './address.ts';
import { type Fields, lineOf, noFields, put, referenceOf } from './line.ts';
import { snortAt } from './time.ts';

const MAX_ID = 40;
const LOGSOURCE = { product: 'snort', category: 'ids', service: '' };

interface Signature {
  /** generator, signature, revision */
  readonly ids: readonly string[];
  readonly end: number;
}

/** `[1:2012887:2] ` at `at`. */
function signatureAt(text: string, at: number): Signature | null {
  if (text.charCodeAt(at) !== 91) return null;
  const close = text.indexOf(']', at);
  if (close < 0 || close - at > MAX_ID) return null;
  const ids = text.slice(at + 1, close).split(':');
  return ids.length === 3 && ids.every((id) => /^\d{1,12}$/.test(id)) ? { ids, end: close + 1 } : null;
}

/** Whether the text begins with a signature, as Snort's messages in syslog do. */
export function startsSnort(text: string): boolean {
  return text.charCodeAt(0) === 91 && signatureAt(text, 0) !== null && text.includes('} ');
}

interface Endpoint {
  readonly ip: string;
  readonly port: number;
}

/** `ADDRESS[:PORT]`; an IPv6 address has a port only where the protocol has ports. */
function endpointOf(text: string, hasPorts: boolean): Endpoint {
  const colon = text.lastIndexOf(':');
  if (colon < 0 || !hasPorts) return { ip: addressOf(text), port: 0 };
  return { ip: addressOf(text.slice(0, colon)), port: portOf(text.slice(colon + 1)) };
}

/** The text of `[NAME: ...]`, '' where there is none. */
function bracketed(text: string, name: string, from: number): string {
  const at = text.indexOf(`[${name}: `, from);
  const close = at < 0 ? -1 : text.indexOf(']', at);
  return close < 0 ? '' : text.slice(at + name.length + 3, close);
}

/** End of the rule's message: the second `[**]`, else the first bracket or brace that belongs to the format. */
function messageEnd(text: string, from: number): number {
  for (const mark of [' [**]', ' [Classification: ', ' [Priority: ', ' {']) {
    const at = text.indexOf(mark, from);
    if (at >= 0) return at;
  }
  return -1;
}

interface Alert {
  readonly source: Endpoint;
  readonly target: Endpoint;
  readonly fields: Fields;
}

/** Reads `[gid:sid:rev] MSG [**] [Classification: C] [Priority: N] {PROTO} SRC -> DST`; null where a part is missing. */
function readAlert(text: string): Alert | null {
  const signature = signatureAt(text, 0);
  const end = signature === null ? -1 : messageEnd(text, signature.end);
  const brace = end < 0 ? -1 : text.indexOf('{', end);
  const close = brace < 0 ? -1 : text.indexOf('} ', brace);
  const arrow = close < 0 ? -1 : text.indexOf(' -> ', close);
  if (signature === null || arrow < 0) return null;
  const proto = text.slice(brace + 1, close);
  const hasPorts = /^(?:TCP|UDP|SCTP)$/i.test(proto) || text.includes('.', close);
  const source = endpointOf(text.slice(close + 2, arrow), hasPorts);
  const target = endpointOf(text.slice(arrow + 4).trimEnd(), hasPorts);
  const fields = noFields();
  for (const [index, name] of ['gid', 'sid', 'rev'].entries()) put(fields, name, signature.ids[index] ?? '');
  put(fields, 'msg', text.slice(signature.end, end).trim());
  put(fields, 'classification', bracketed(text, 'Classification', end));
  put(fields, 'priority', bracketed(text, 'Priority', end));
  put(fields, 'proto', proto.toLowerCase());
  put(fields, 'src_ip', source.ip);
  put(fields, 'dst_ip', target.ip);
  return { source, target, fields };
}

/** Maps the alert that the text begins with. What a sensor saw happened elsewhere: it is the observer. */
export function mapSnort(text: string, time: number | null, host: string, candidate: Candidate): Mapped | null {
  const alert = readAlert(text);
  if (alert === null) return null;
  const { source, target, fields } = alert;
  return {
    time: time ?? candidate.envelope.time,
    class: 'finding',
    action: 'alert',
    host: '',
    observer: host || candidate.envelope.host,
    srcIp: source.ip,
    srcPort: source.port,
    dstIp: target.ip,
    dstPort: target.port,
    code: `${fields.gid}:${fields.sid}`,
    logsource: LOGSOURCE,
    fields,
    tainted: [],
  };
}

/** The text behind `TIME  [**] `, null where it is no fast alert. */
function behindTime(text: string, reference: number) {
  const stamp = snortAt(text, 0, reference);
  if (stamp === null) return null;
  const mark = text.indexOf('[**] ', stamp.end);
  if (mark < 0 || mark > stamp.end + 4) return null;
  const rest = text.slice(mark + 5);
  return signatureAt(rest, 0) === null ? null : { time: stamp.time, rest };
}

/** Fast alerts of Snort and Suricata, one line each. */
export const snort: Format = {
  name: 'snort_alert',
  hints: ['snort_alert', 'snort', 'snort_fast', 'suricata_fast'],
  recognises: (candidate) => behindTime(candidate.text.slice(0, 128), referenceOf(candidate)) !== null,
  map(candidate) {
    const found = behindTime(lineOf(candidate), referenceOf(candidate));
    return found === null ? null : mapSnort(found.rest, found.time, '', candidate);
  },
};

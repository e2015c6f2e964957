import type { EventClass, EventOutcome } from '../../../../domain/contracts.gen.ts';
import type { Candidate, Format, Mapped } from '../../format.ts';
import { addressOf, portOf } from './address.ts';
import { readCefExtension } from './cef-extension.ts';
import { type Fields, lineOf, noFields, put, referenceOf } from './line.ts';
import { readSyslogHeader } from './syslog-header.ts';
import { bsdAt, digitsAt, isoAt } from './time.ts';

const HEADER = ['DeviceVendor', 'DeviceProduct', 'DeviceVersion', 'SignatureID', 'Name', 'Severity'] as const;
const TAINTED = [
  'user',
  'url',
  'file',
  'domain',
  'process',
  'msg',
  'request',
  'requestClientApplication',
  'fname',
  'suser',
  'duser',
];
const HIGH = new Set(['7', '8', '9', '10', 'high', 'very-high']);

/** Whether the text begins as CEF: `CEF:0|`. */
export function startsCef(text: string): boolean {
  if (!text.startsWith('CEF:')) return false;
  const at = text.charCodeAt(4) === 32 ? 5 : 4;
  return digitsAt(text, at, 1) >= 0 && (text.charCodeAt(at + 1) === 124 || text.charCodeAt(at + 2) === 124);
}

/** Reads the six header fields; answers the index of the extension, -1 where the header breaks off. */
function readHeader(text: string, fields: Fields): number {
  let from = text.indexOf('|') + 1;
  for (const name of HEADER) {
    let end = from;
    let escaped = false;
    for (; end < text.length && text.charCodeAt(end) !== 124; end++) {
      if (text.charCodeAt(end) === 92) {
        escaped = true;
        end++;
      }
    }
    // The severity may end the record: an extension is optional.
    if (end >= text.length && name !== 'Severity') return -1;
    const value = text.slice(from, end);
    put(fields, name, escaped ? value.replace(/\\([\\|])/g, '$1') : value);
    from = end + 1;
  }
  return from;
}

/** Epoch ms, `MMM dd [yyyy] HH:mm:ss[.SSS]` or ISO 8601. */
function timeOf(value: string, reference: number): number | null {
  if (value === '') return null;
  if (value.length === 13 && digitsAt(value, 0, 13) >= 0) return Number(value);
  return (bsdAt(value, 0, reference) ?? isoAt(value, 0))?.time ?? null;
}

function first(fields: Fields, ...keys: readonly string[]): string {
  for (const key of keys) {
    const value = fields[key];
    if (value !== undefined) return value;
  }
  return '';
}

function classOf(fields: Fields): EventClass {
  if (HIGH.has((fields.Severity ?? '').toLowerCase())) return 'finding';
  if (fields.request !== undefined) return 'http';
  if (/log[io]n|log ?o(?:n|ff|ut)\b|auth/i.test((fields.Name ?? '').slice(0, 200))) return 'auth';
  return fields.src !== undefined && fields.dst !== undefined ? 'network' : 'log';
}

function outcomeOf(fields: Fields): EventOutcome {
  const said = first(fields, 'outcome', 'eventOutcome', 'act').toLowerCase();
  if (/^(?:succe|allow|permit|accept|pass)/.test(said)) return 'success';
  return /^(?:fail|den|block|drop|reject|prevent|quarantine)/.test(said) ? 'failure' : 'unknown';
}

function slug(text: string): string {
  return text.slice(0, 64).toLowerCase().replaceAll(' ', '_');
}

/** The machine of the event and the device that saw it: of traffic the device is only the witness. */
function placesOf(fields: Fields, syslogHost: string, candidate: Candidate) {
  const device = (
    first(fields, 'dvchost', 'deviceHostName', 'dvc') ||
    syslogHost ||
    candidate.envelope.host
  ).toLowerCase();
  const machine = first(fields, 'shost', 'dhost', 'sourceHostName', 'destinationHostName').toLowerCase();
  if (machine !== '') return { host: machine, observer: machine === device ? '' : device };
  return fields.src !== undefined && fields.dst !== undefined ? { host: '', observer: device } : { host: device };
}

/** Maps the CEF record that the text begins with; time and host of a syslog header serve where the record has none. */
export function mapCef(text: string, time: number | null, host: string, candidate: Candidate): Mapped | null {
  const fields = noFields();
  const at = readHeader(text, fields);
  if (at < 0) return null;
  readCefExtension(text, at, fields);
  const said = timeOf(first(fields, 'rt', 'end', 'start'), referenceOf(candidate));
  return {
    time: said ?? time ?? candidate.envelope.time,
    class: classOf(fields),
    action: slug(first(fields, 'act', 'Name')),
    outcome: outcomeOf(fields),
    ...placesOf(fields, host, candidate),
    user: first(fields, 'suser', 'duser'),
    process: first(fields, 'sproc', 'dproc', 'deviceProcessName'),
    srcIp: addressOf(first(fields, 'src', 'c6a2')),
    srcPort: portOf(first(fields, 'spt')),
    dstIp: addressOf(first(fields, 'dst', 'c6a3')),
    dstPort: portOf(first(fields, 'dpt')),
    file: first(fields, 'filePath', 'fname'),
    domain: first(fields, 'destinationDnsDomain', 'sourceDnsDomain'),
    url: first(fields, 'request'),
    hash: first(fields, 'fileHash'),
    code: first(fields, 'SignatureID'),
    logsource: {
      product: slug(first(fields, 'DeviceVendor')),
      category: '',
      service: slug(first(fields, 'DeviceProduct')),
    },
    fields,
    tainted: TAINTED,
  };
}

/** ArcSight's Common Event Format, bare or behind a syslog header. */
export const cef: Format = {
  name: 'cef',
  hints: ['cef', 'arcsight'],
  recognises(candidate) {
    const { text } = candidate;
    if (startsCef(text)) return true;
    // The mark must stand where the message begins: elsewhere anyone may have written it.
    const head = text.slice(0, 512);
    if (!head.includes('CEF:')) return false;
    const header = readSyslogHeader(head, referenceOf(candidate));
    return header !== null && startsCef(header.message);
  },
  map(candidate) {
    const text = lineOf(candidate);
    if (startsCef(text)) return mapCef(text, null, '', candidate);
    const header = readSyslogHeader(text, referenceOf(candidate));
    if (header === null || !startsCef(header.message)) return null;
    return mapCef(header.message, header.time, header.host, candidate);
  },
};

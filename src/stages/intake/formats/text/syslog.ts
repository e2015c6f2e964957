import type { Candidate, Format, Mapped, Writer } from '../../format.ts';
import { mapAudit, startsAudit } from './auditd.ts';
import { mapCef, startsCef } from './cef.ts';
import { mapAsa, startsAsa } from './cisco-asa.ts';
import { type Facts, type Fields, lineOf, noFields, put, referenceOf } from './line.ts';
import { isProgram, programName, programSource, readProgram } from './programs/index.ts';
import { mapSnort, startsSnort } from './snort.ts';
import { putStructured } from './structured-data.ts';
import { readSyslogHeader, type SyslogHeader } from './syslog-header.ts';
import { isoAt } from './time.ts';

const FACILITIES =
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp audit alert clock local0 local1 local2 local3 local4 local5 local6 local7'.split(
    ' ',
  );
const SEVERITIES = 'emergency alert critical error warning notice informational debug'.split(' ');
const TAINTED = ['message'];
const HINTS = ['syslog', 'rfc5424', 'rfc3164', 'auth', 'auth.log', 'secure', 'messages'];

function describe(header: SyslogHeader, text: string): Fields {
  const fields = noFields();
  put(fields, 'message', header.message);
  put(fields, 'app', header.app);
  put(fields, 'procid', header.procId);
  put(fields, 'msgid', header.msgId);
  if (header.priority >= 0) {
    put(fields, 'facility', FACILITIES[header.priority >> 3] ?? '');
    put(fields, 'severity', SEVERITIES[header.priority & 7] ?? '');
  }
  putStructured(fields, text, header.structuredAt);
  return fields;
}

/** A line that came from a syslog source but has no header of its own: the rest of a line that someone broke. */
function headless(text: string, candidate: Candidate): Mapped {
  const fields = noFields();
  put(fields, 'message', text);
  const logsource = { product: 'linux', category: '', service: 'syslog' };
  const { time, host } = candidate.envelope;
  return { time, class: 'log', host, logsource, fields, tainted: TAINTED };
}

/** Another format inside the message: the header gives time and host. */
function nested(header: SyslogHeader, candidate: Candidate): Mapped | null {
  const { message } = header;
  if (startsCef(message)) return mapCef(message, header.time, header.host, candidate);
  if (startsAsa(message)) return mapAsa(message, header.time, header.host, candidate);
  if (startsAudit(message)) return mapAudit(message, header.host, candidate);
  if (startsSnort(message)) return mapSnort(message, header.time, header.host, candidate);
  return null;
}

function mapHeader(header: SyslogHeader, text: string, candidate: Candidate, facility = header.priority >> 3): Mapped {
  const fields = describe(header, text);
  const name = programName(header.app);
  const facts: Facts = readProgram(name, header.message, fields) ?? { class: 'log' };
  return {
    process: name,
    logsource: programSource(name, facility),
    tainted: TAINTED,
    ...facts,
    time: header.time ?? candidate.envelope.time,
    host: header.host === '' ? candidate.envelope.host : header.host,
    fields,
  };
}

/** Whether a line without priority is one of a log file: a timestamp, a host, and `app[pid]:` or `app:`. */
function isFileLine(text: string, header: SyslogHeader): boolean {
  return header.app !== '' && header.host !== '' && (isoAt(text, 0) === null || text.charCodeAt(10) === 84);
}

const MAX_FACILITY = 23;

/** Number of a facility that a shipper names or numbers, -1 for none. */
function facilityOf(said: string): number {
  const number = /^\d{1,2}$/.test(said) ? Number(said) : FACILITIES.indexOf(said.toLowerCase());
  return number <= MAX_FACILITY ? number : -1;
}

/** A name alone does not make a message one of syslog: the program is well known, or it has a facility. */
const isWriter = ({ app, facility }: Writer): boolean => isProgram(programName(app)) || facilityOf(facility) >= 0;

const APART = { priority: -1, time: null, host: '', msgId: '', structuredAt: -1 } as const;

/** A message that the shipper has taken out of its line; null where the line stands there whole. */
function mapApart({ app, procId, facility }: Writer, text: string, candidate: Candidate): Mapped | null {
  const header = readSyslogHeader(text, referenceOf(candidate));
  if (header !== null && (header.priority >= 0 || isFileLine(text, header))) return null;
  return mapHeader({ ...APART, app, procId, message: text }, text, candidate, facilityOf(facility));
}

/** Syslog of RFC 5424 and RFC 3164, with what well-known programs say in it. */
export const syslog: Format = {
  name: 'syslog',
  hints: HINTS,
  recognises(candidate) {
    const { json, hint, envelope } = candidate;
    if (json === null && (HINTS.includes(hint) || (envelope.writer && isWriter(envelope.writer)))) return true;
    const first = candidate.text.charCodeAt(0);
    if (first !== 60 && !((first >= 65 && first <= 83) || first === 50)) return false;
    const head = candidate.text.slice(0, 512);
    const header = readSyslogHeader(head, referenceOf(candidate));
    return header !== null && (header.priority >= 0 || isFileLine(head, header));
  },
  map(candidate) {
    const text = lineOf(candidate);
    const { writer } = candidate.envelope;
    const apart = writer && isWriter(writer) ? mapApart(writer, text, candidate) : null;
    if (apart !== null) return apart;
    const header = readSyslogHeader(text, referenceOf(candidate));
    if (header === null) return headless(text, candidate);
    return nested(header, candidate) ?? mapHeader(header, text, candidate);
  },
};

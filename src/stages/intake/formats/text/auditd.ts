import type { EventOutcome } from '../../../../domain/contracts.gen.ts';
import type { Candidate, Format, Mapped } from '../../format.ts';
import { addressOf } from './address.ts';
import { readAuditFields } from './auditd-fields.ts';
import { callName, classOfCall, classOfType, typeName } from './auditd-types.ts';
import { type Facts, type Fields, lineOf, noFields, put, wordEnd } from './line.ts';
import { digitsAt } from './time.ts';

const MAX_HEAD = 400;
const UNSET_ID = '4294967295';
const TAINTED = ['user', 'commandLine', 'file', 'process', 'acct', 'name', 'comm', 'exe', 'cmd', 'data', 'proctitle'];

interface Stamped {
  readonly time: number;
  readonly serial: string;
  /** Index behind the stamp. */
  readonly end: number;
}

/** `audit(` and eleven digits: more seconds are no time. */
const LONGEST_SECONDS = 17;

/** `audit(1699999999.123:4567):` at `at`. */
function stampAt(text: string, at: number): Stamped | null {
  if (!text.startsWith('audit(', at)) return null;
  const dot = text.indexOf('.', at);
  const seconds = dot < 0 || dot - at > LONGEST_SECONDS ? -1 : digitsAt(text, at + 6, dot - at - 6);
  const ms = digitsAt(text, dot + 1, 3);
  const close = text.indexOf(')', dot);
  if (seconds < 0 || ms < 0 || text.charCodeAt(dot + 4) !== 58 || close < 0 || close - dot > 30) return null;
  return { time: seconds * 1000 + ms, serial: text.slice(dot + 5, close), end: close + 1 };
}

/** Whether the text begins as an audit record: `[node=HOST ]type=TYPE msg=audit(`, or the kernel's `audit: type=1400 audit(`. */
export function startsAudit(text: string): boolean {
  if (!/^(?:node=|type=|audit: type=)/.test(text.slice(0, 12))) return false;
  const head = text.slice(0, MAX_HEAD);
  const at = head.indexOf('audit(');
  return at > 0 && stampAt(head, at) !== null;
}

/** A short fingerprint, for records of one type that share a serial number. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}

function headValue(head: string, key: string): string {
  const at = head.startsWith(key) ? 0 : head.indexOf(` ${key}`) + 1;
  if (at === 0 && !head.startsWith(key)) return '';
  const from = at + key.length;
  return head.slice(from, wordEnd(head, from));
}

/** The arguments of EXECVE, joined. */
function joined(fields: Fields): string {
  let line = '';
  for (let index = 0; index < 64; index++) {
    const value = fields[`a${index}`] ?? fields[`a${index}[0]`];
    if (value === undefined) break;
    line += index === 0 ? value : ` ${value}`;
  }
  return line;
}

function outcomeOf(fields: Fields): EventOutcome {
  const said = fields.res ?? fields.success ?? fields.result ?? '';
  if (said === 'success' || said === 'yes' || said === '1') return 'success';
  return said === 'failed' || said === 'no' || said === '0' ? 'failure' : 'unknown';
}

/** What SELinux and AppArmor decided stands outside the pairs, or in one of its own. */
function verdictOf(text: string, fields: Fields): EventOutcome {
  if (fields.apparmor !== undefined) return fields.apparmor === 'DENIED' ? 'failure' : 'success';
  return text.includes('avc:  denied') ? 'failure' : text.includes('avc:  granted') ? 'success' : 'unknown';
}

/** The user a record is about, else who acted: names as enriched records have them, of numbers only that of root. */
function userOf(fields: Fields): string {
  const acted = fields.AUID ?? '';
  const named = fields.acct ?? (acted === '' || acted === 'unset' ? (fields.UID ?? '') : acted);
  if (named !== '') return named;
  const id = fields.auid ?? UNSET_ID;
  return (id === UNSET_ID || id === '-1' ? fields.uid : id) === '0' ? 'root' : '';
}

/** Family, port and address of `saddr=02000050C0000201...`, in network order but for the family. */
function socketOf(saddr: string): Partial<Facts> {
  const bytes = Buffer.from(saddr.slice(0, 56), 'hex');
  const family = bytes[0];
  if (family === 2 && bytes.length >= 8)
    return { dstIp: bytes.subarray(4, 8).join('.'), dstPort: bytes.readUInt16BE(2) };
  if (family !== 10 || bytes.length < 24) return {};
  const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(8 + index * 2).toString(16));
  return { dstIp: addressOf(groups.join(':')), dstPort: bytes.readUInt16BE(2) };
}

function factsOf(type: string, fields: Fields): Facts {
  const base: Facts = { class: classOfType(type), action: type.toLowerCase() };
  if (type === 'SYSCALL') {
    put(fields, 'SYSCALL', fields.SYSCALL ?? callName(fields.arch ?? '', fields.syscall ?? ''));
    const call = fields.SYSCALL ?? '';
    return { ...base, class: classOfCall(call), action: call === '' ? 'syscall' : call };
  }
  if (type === 'EXECVE') return { ...base, commandLine: joined(fields), process: fields.a0 ?? '' };
  if (type === 'USER_CMD') return { ...base, commandLine: fields.cmd ?? '' };
  if (type === 'PROCTITLE') return { ...base, commandLine: fields.proctitle ?? '' };
  if (type === 'SOCKADDR') return { ...base, ...socketOf(fields.saddr ?? '') };
  if (type === 'TTY' || type === 'USER_TTY') return { ...base, commandLine: fields.data ?? '' };
  if (type === 'SERVICE_START' || type === 'SERVICE_STOP') return { ...base, process: fields.unit ?? '' };
  return base;
}

/** Names of Sigma's process creation category, which apply to EXECVE beside those of auditd. */
function sourceOf(type: string, facts: Facts, fields: Fields): Mapped['logsource'] {
  if (type !== 'EXECVE') return { product: 'linux', category: '', service: 'auditd' };
  put(fields, 'CommandLine', facts.commandLine ?? '');
  if (facts.process?.startsWith('/') === true) put(fields, 'Image', facts.process);
  return { product: 'linux', category: 'process_creation', service: 'auditd' };
}

/** Maps the audit record that the text begins with; the host is the collector's where the record names no node. */
export function mapAudit(text: string, host: string, candidate: Candidate): Mapped | null {
  const stamp = stampAt(text, text.slice(0, MAX_HEAD).indexOf('audit('));
  if (stamp === null) return null;
  const head = text.slice(0, stamp.end);
  const type = typeName(headValue(head, 'type='));
  const fields = noFields();
  readAuditFields(text, stamp.end + 1, type === 'EXECVE', fields);
  const node = (headValue(head, 'node=') || host || candidate.envelope.host).toLowerCase();
  put(fields, 'type', type);
  const facts = factsOf(type, fields);
  return {
    process: fields.exe ?? fields.comm ?? '',
    user: userOf(fields),
    outcome: type === 'AVC' || type === 'USER_AVC' ? verdictOf(text, fields) : outcomeOf(fields),
    srcIp: addressOf(fields.addr ?? ''),
    file: fields.name ?? '',
    ...facts,
    id: `${node}/${stamp.time}:${stamp.serial}:${type}:${fingerprint(text)}`,
    time: stamp.time,
    host: node,
    code: type,
    logsource: sourceOf(type, facts, fields),
    fields,
    tainted: TAINTED,
  };
}

/** Records of the Linux audit daemon, one line each. */
export const auditd: Format = {
  name: 'auditd',
  hints: ['auditd', 'audit', 'linux_audit'],
  recognises: (candidate) => startsAudit(candidate.text),
  map: (candidate) => {
    const text = lineOf(candidate);
    return startsAudit(text) ? mapAudit(text, '', candidate) : null;
  },
};

import type { Facts, Fields, Logsource } from '../line.ts';
import { readPasswd, readUserTools } from './accounts.ts';
import { readCron } from './cron.ts';
import { readDnsmasq, readNamed } from './dns.ts';
import { readKernel } from './kernel.ts';
import { readLogin, readPkexec, readVsftpd } from './logins.ts';
import { readPam } from './pam.ts';
import { readSshd } from './sshd.ts';
import { readSu, readSudo } from './sudo.ts';
import { readLogind, readSystemd } from './systemd.ts';

interface Program {
  /** Sigma's service on product linux. */
  readonly service: string;
  /** null where nothing but PAM's lines is read. */
  readonly read: ((message: string, fields: Fields) => Facts | null) | null;
}

const auth = (read: Program['read']): Program => ({ service: 'auth', read });

const PROGRAMS: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['sshd', { service: 'sshd', read: readSshd }],
  ['sshd-session', { service: 'sshd', read: readSshd }],
  ['sshd-auth', { service: 'sshd', read: readSshd }],
  ['sudo', { service: 'sudo', read: readSudo }],
  ['su', auth(readSu)],
  ['login', auth(readLogin)],
  ['pkexec', auth(readPkexec)],
  ['polkitd', auth(null)],
  ['systemd-logind', auth(readLogind)],
  ['useradd', auth(readUserTools)],
  ['adduser', auth(readUserTools)],
  ['usermod', auth(readUserTools)],
  ['userdel', auth(readUserTools)],
  ['groupadd', auth(readUserTools)],
  ['groupmod', auth(readUserTools)],
  ['groupdel', auth(readUserTools)],
  ['passwd', auth(readPasswd)],
  ['chpasswd', auth(readPasswd)],
  ['gpasswd', auth(readPasswd)],
  ['chage', auth(readPasswd)],
  ['cron', { service: 'cron', read: readCron }],
  ['crond', { service: 'cron', read: readCron }],
  ['crontab', { service: 'cron', read: readCron }],
  ['anacron', { service: 'cron', read: readCron }],
  ['systemd', { service: 'systemd', read: readSystemd }],
  ['kernel', { service: 'kernel', read: readKernel }],
  ['vsftpd', { service: 'vsftpd', read: readVsftpd }],
  ['dnsmasq', { service: 'dnsmasq', read: readDnsmasq }],
  ['named', { service: 'named', read: readNamed }],
  ['clamd', { service: 'clamav', read: null }],
  ['freshclam', { service: 'clamav', read: null }],
  ['guacd', { service: 'guacamole', read: null }],
]);

/** Facilities whose messages are about logins: auth and authpriv. */
const AUTH_FACILITIES = new Set([4, 10]);

/** The program's plain name: `/usr/sbin/CRON` and `(sshd)` are cron and sshd. */
export function programName(app: string): string {
  const bare = app.startsWith('(') && app.endsWith(')') ? app.slice(1, -1) : app;
  return bare.slice(bare.lastIndexOf('/') + 1).toLowerCase();
}

/** Whether the program is one whose messages are known. */
export const isProgram = (name: string): boolean => PROGRAMS.has(name);

/** Reads what a well-known program says; null for the others. */
export function readProgram(name: string, message: string, fields: Fields): Facts | null {
  if (message.startsWith('pam_')) return readPam(message, fields);
  return PROGRAMS.get(name)?.read?.(message, fields) ?? null;
}

/** Sigma's source of a program's messages. */
export function programSource(name: string, facility: number): Logsource {
  const service = PROGRAMS.get(name)?.service ?? (AUTH_FACILITIES.has(facility) ? 'auth' : 'syslog');
  return { product: 'linux', category: '', service };
}

import { addressOf } from '../address.ts';
import { between, type Facts, type Fields, put } from '../line.ts';

const FAILED_LOGIN = /^FAILED LOGIN (?:SESSION|\(?\d{1,6}\)?) (?:on|FROM) '?([^' ]{1,64})'? FOR '?([^',]{0,128})'?,/;
const LOGIN_ON = /^(?:ROOT )?LOGIN ON '?([^' ]{1,64})'?(?: BY ([^ ]{1,64}))?/;

/** Reads the console's login program. */
export function readLogin(message: string, fields: Fields): Facts | null {
  const failed = FAILED_LOGIN.exec(message);
  if (failed !== null) {
    put(fields, 'tty', failed[1] ?? '');
    const user = failed[2] ?? '';
    return { class: 'auth', action: 'logon', outcome: 'failure', user, tainted: ['user', 'message'] };
  }
  const opened = LOGIN_ON.exec(message);
  if (opened === null) return null;
  put(fields, 'tty', opened[1] ?? '');
  const user = opened[2] ?? (message.startsWith('ROOT') ? 'root' : '');
  return { class: 'auth', action: 'logon', outcome: 'success', user };
}

/** Reads `[alice] OK LOGIN: Client "10.0.0.9"` and the transfers of vsftpd. */
export function readVsftpd(message: string, fields: Fields): Facts | null {
  const srcIp = addressOf(between(message, 'Client "', '"'));
  if (srcIp === '') return null;
  const bracket = message.charCodeAt(0) === 91 ? message.indexOf('] ') : -1;
  const user = bracket < 0 ? '' : message.slice(1, bracket);
  const verb = message.slice(bracket < 0 ? 0 : bracket + 2, message.indexOf(': Client "'));
  const outcome = verb.startsWith('OK ') ? 'success' : verb.startsWith('FAIL ') ? 'failure' : 'unknown';
  const tainted = ['user', 'file', 'message'];
  if (verb.endsWith(' LOGIN')) return { class: 'auth', action: 'logon', outcome, user, srcIp, tainted };
  if (verb.startsWith('CONNECT')) return { class: 'network', action: 'connect', srcIp, tainted };
  const file = between(message, '", "', '"');
  put(fields, 'ftp_verb', verb);
  return {
    class: 'file',
    action: verb.slice(verb.indexOf(' ') + 1).toLowerCase(),
    outcome,
    user,
    srcIp,
    file,
    tainted,
  };
}

/** Reads `alice: Executing command [USER=root] [TTY=...] [CWD=...] [COMMAND=...]` of pkexec. */
export function readPkexec(message: string, fields: Fields): Facts | null {
  const colon = message.indexOf(': ');
  const command = between(message, '[COMMAND=', ']');
  if (colon < 0 || colon > 128 || command === '') return null;
  put(fields, 'USER', between(message, '[USER=', ']'));
  put(fields, 'TTY', between(message, '[TTY=', ']'));
  put(fields, 'COMMAND', command);
  const ran = message.startsWith(': Executing command', colon);
  const facts = { user: message.slice(0, colon), process: 'pkexec', commandLine: command };
  const tainted = ['commandLine', 'message', 'COMMAND'];
  return ran
    ? { ...facts, class: 'process', action: 'pkexec', outcome: 'success', tainted }
    : { ...facts, class: 'auth', action: 'pkexec', outcome: 'failure', tainted };
}

import { addressOf } from '../address.ts';
import { type Facts, type Fields, put, wordEnd } from '../line.ts';

/** The user of `... for user root(uid=0) by alice(uid=1000)` at `at`. */
function named(text: string, at: number): string {
  const word = text.slice(at, wordEnd(text, at));
  const mark = word.indexOf('(uid=');
  return mark < 0 ? word : word.slice(0, mark);
}

function session(body: string, at: number, action: string, fields: Fields): Facts {
  const by = body.indexOf(' by ', at);
  if (by > 0) put(fields, 'by_user', named(body, by + 4));
  return { class: 'auth', action, outcome: 'success', user: named(body, at) };
}

/** `authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=10.0.0.9  user=root`. */
function failure(body: string, fields: Fields): Facts {
  // The user stands last and may hold spaces and equals signs of its own.
  const userAt = body.indexOf(' user=');
  const head = userAt < 0 ? body : body.slice(0, userAt);
  const hostAt = head.indexOf(' rhost=');
  const remote = hostAt < 0 ? '' : head.slice(hostAt + 7, wordEnd(head, hostAt + 7));
  const ttyAt = head.indexOf(' tty=');
  if (ttyAt > 0) put(fields, 'tty', head.slice(ttyAt + 5, wordEnd(head, ttyAt + 5)));
  put(fields, 'rhost', remote);
  const srcIp = addressOf(remote);
  const user = userAt < 0 ? '' : body.slice(userAt + 6);
  return { class: 'auth', action: 'logon', outcome: 'failure', user, srcIp, tainted: ['user', 'message'] };
}

const OPENED = 'session opened for user ';
const CLOSED = 'session closed for user ';
const CHANGED = 'password changed for ';

/** Reads `pam_unix(SERVICE:TYPE): ...` and the like of any module; null where the message is not PAM's or says nothing known. */
export function readPam(message: string, fields: Fields): Facts | null {
  const open = message.indexOf('(');
  const close = message.indexOf('): ', open);
  if (open < 0 || open > 32 || close < 0 || close > open + 64) return null;
  put(fields, 'pam_service', message.slice(open + 1, close));
  const body = message.slice(close + 3);
  if (body.startsWith(OPENED)) return session(body, OPENED.length, 'session_open', fields);
  if (body.startsWith(CLOSED)) return session(body, CLOSED.length, 'session_close', fields);
  if (body.startsWith('authentication failure;')) return failure(body, fields);
  if (body.startsWith(CHANGED)) {
    return { class: 'account', action: 'password_change', outcome: 'success', user: named(body, CHANGED.length) };
  }
  if (body.startsWith('check pass; user unknown')) return { class: 'auth', action: 'invalid_user', outcome: 'failure' };
  return null;
}

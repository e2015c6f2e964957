import type { Leftover } from './numbers.ts';
import { isDigit, isLetter, isWordSign } from './signs.ts';

/** Mailboxes: from each @ outward. */
export function emailsLeft(text: string): readonly Leftover[] {
  const left: Leftover[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at;
    while (start > 0 && at - start < 64 && isMailSign(text.charCodeAt(start - 1))) start--;
    let end = at + 1;
    let dot = -1;
    for (; end < text.length && end - at < 254; end++) {
      if (text.charAt(end) === '.') dot = end;
      else if (!isWordSign(text.charCodeAt(end)) && text.charAt(end) !== '-') break;
    }
    const hasTop = dot > at + 1 && end - dot > 2 && isLetter(text.charCodeAt(dot + 1));
    if (start < at && hasTop) left.push({ start, end, sign: 'email' });
  }
  return left;
}

const isMailSign = (code: number): boolean => isWordSign(code) || code === 46 || code === 43 || code === 45;

/** Addresses of the network: four numbers under 256, or groups of hexadecimal digits and colons. */
export function addressesLeft(text: string): readonly Leftover[] {
  const left: Leftover[] = [];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!isHexOrColon(code) || (at > 0 && isPartOfAddress(text, at - 1))) continue;
    let end = at;
    while (end < text.length && end - at < 46 && (isHexOrColon(text.charCodeAt(end)) || text.charAt(end) === '.'))
      end++;
    const written = text.slice(at, end).replace(/[.:]+$/, '');
    const isAlone = at === 0 || !/[\w/]/.test(text.charAt(at - 1)) || /\W\/$/.test(text.slice(at - 2, at));
    if (isAlone && !isLetter(text.charCodeAt(end)) && (isSix(written) || (isFour(written) && !isVersion(text, at))))
      left.push({ start: at, end: at + written.length, sign: 'address' });
    at = end;
  }
  return left;
}

const isHexOrColon = (code: number): boolean =>
  isDigit(code) || code === 58 || (code >= 97 && code <= 102) || (code >= 65 && code <= 70);
const isPartOfAddress = (text: string, at: number): boolean =>
  isWordSign(text.charCodeAt(at)) || text.charAt(at) === ':';

const isVersion = (text: string, at: number): boolean =>
  text
    .slice(Math.max(0, at - 12), at)
    .toLowerCase()
    .includes('version');

function isFour(written: string): boolean {
  const [port] = written.split(':');
  const parts = (port ?? '').split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return false;
  return !/^(?:0|127\.0|255)\./.test(written);
}

/** Four groups at least, one of them of more than two signs (a MAC and a clock have none), or a "::". */
function isSix(written: string): boolean {
  if (written.includes('.')) return false;
  const groups = written.split(':');
  if (groups.length < 4 || groups.some((group) => group.length > 4)) return false;
  return (
    /\d/.test(written) && (groups.length === 8 || written.includes('::')) && groups.some((group) => group.length > 2)
  );
}

const TOKEN_HEADS = [
  'AKIA',
  'ASIA',
  'ghp_',
  'gho_',
  'ghs_',
  'github_pat_',
  'glpat-',
  'xoxb-',
  'xoxp-',
  'sk_live_',
  'rk_live_',
  'AIza',
  'eyJ',
  'npm_',
  'hf_',
  'SG.',
];
const PASSWORD_NAMES = ['password', 'passwd', 'contraseña', 'client_secret', 'api_key', 'apikey', 'access_token'];

/** Keys and tokens by their first signs, and what follows the name of a password. */
export function secretsLeft(text: string): readonly Leftover[] {
  const left: Leftover[] = [];
  for (const head of TOKEN_HEADS)
    for (let at = text.indexOf(head); at >= 0; at = text.indexOf(head, at + 1)) {
      const end = endOfToken(text, at);
      if (end - at >= 20 && (at === 0 || !isWordSign(text.charCodeAt(at - 1))))
        left.push({ start: at, end, sign: 'token' });
    }
  const lower = text.toLowerCase();
  const key = text.indexOf('-----BEGIN');
  if (key >= 0 && text.slice(key, key + 60).includes('PRIVATE KEY'))
    left.push({ start: key, end: Math.min(text.length, key + 64), sign: 'key' });
  if (lower.length === text.length) for (const name of PASSWORD_NAMES) left.push(...valuesOf(text, lower, name));
  return left;
}

function valuesOf(text: string, lower: string, name: string): Leftover[] {
  const left: Leftover[] = [];
  for (let at = lower.indexOf(name); at >= 0; at = lower.indexOf(name, at + 1)) {
    let start = at + name.length;
    let isAssigned = false;
    for (; start < text.length && start - at < name.length + 6 && `"'=: `.includes(text.charAt(start)); start++)
      isAssigned ||= text.charAt(start) === '=' || text.charAt(start) === ':';
    const end = endOfToken(text, start);
    const value = text.slice(start, end);
    if (isAssigned && value.length >= 6 && /\d/.test(value) && /[a-zA-Z]/.test(value))
      left.push({ start, end, sign: 'password' });
  }
  return left;
}

function endOfToken(text: string, start: number): number {
  let end = start;
  while (end < text.length && end - start < 256 && !` "'<>,;(){}[]\t\n\r&`.includes(text.charAt(end))) end++;
  return end;
}

import { entropyOf } from '../../entropy.ts';
import type { Finding } from '../personal-type.ts';
import { allMatches, matches, type Recogniser } from '../recogniser.ts';

/** Prefixes that their issuers publish so that leaks can be found. */
const KNOWN =
  /(?<![\w])(?:(?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{16}|gh[pousr]_\w{30,255}|github_pat_\w{22,255}|glpat-[\w-]{20,64}|gl(?:ptt|dt|rt|cbt|soat|ft|imt|agent)-[\w-]{20,64}|xox[abeoprs]-[\w-]{10,255}|xapp-[\w-]{20,255}|sk-(?:ant-|proj-|svcacct-)?[\w-]{20,255}|[rsp]k_(?:live|test)_\w{10,255}|whsec_\w{20,100}|AIza[\w-]{35}|ya29\.[\w-]{20,255}|GOCSPX-[\w-]{20,64}|npm_\w{30,64}|pypi-[\w-]{40,255}|hf_\w{30,64}|SG\.[\w-]{16,64}\.[\w-]{16,64}|key-[0-9a-f]{32}|dop_v1_[0-9a-f]{64}|shp(?:at|ca|pa|ss)_[0-9a-f]{32}|sq0(?:atp|csp)-[\w-]{22,64}|EAACEdEose0cBA\w{10,255}|AGE-SECRET-KEY-1[\w]{50,64}|hv[sbr]\.[\w-]{20,255}|dapi[0-9a-f]{32}|PMAK-[\w-]{40,80}|lin_api_\w{30,64}|ATATT3\w{20,255}|NRAK-\w{20,40}|rubygems_\w{40,64}|\d{8,10}:AA[\w-]{32,36}|vault:v\d:[\w+/=]{16,255})(?![\w])/g;
/** RFC 7519; the head of a token is a JSON object, so it begins with eyJ. */
const JWT = /(?<![\w-])eyJ[\w-]{6,2000}\.[\w-]{4,4000}(?:\.[\w-]{0,2000}){0,3}/g;
const PRIVATE_KEY =
  /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----(?:[\w+/=\s:,.\\-]{0,8000}?-----END [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----|[\w+/=\s\\]{0,8000})/g;
const CONNECTION = /(?<![\w])[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"'<>]{0,80}:(?<value>[^\s/"'<>]{1,120})@(?=[\w.[-])/dgi;
const BEARER = /\b(?:bearer|basic|digest|token|api-?key) (?<value>[^\s"',;<>()[\]{}\\]{8,4000})/dgi;
const AFTER_WORD =
  /\b(?:secret|password|passwd|pwd|contrase[ñn]a|clave|credential|api ?key) (?:is |es )?["']?(?<value>(?=[^\s"'\\]{0,30}\d)(?=[^\s"'\\]{0,30}[A-Za-z])[^\s"',;<>(){}\\]{6,200})/dgi;
const KEY =
  '(?:[\\w.-]{0,30}?(?:password|passwd|passphrase|pwd|contrase[ñn]a|clave|secret|secreto|api[-_]?key|apikey|access[-_]?key|secret[-_]?key|private[-_]?key|auth[-_]?key|credentials?|access[-_]?token|refresh[-_]?token|id[-_]?token|auth[-_]?token|session[-_]?(?:id|token|key)|csrf[-_]?token|token|cookie|passcode)|pass|psk|sid|pin|otp)';
const ASSIGNED = new RegExp(
  `(?<![\\w]|palabras? )(?!public)${KEY}["']{0,2}\\s{0,2}(?:=>|:=|=|:|\\s(?:is|es|era|was):?\\s)\\s{0,2}(?:"(?<quoted>[^"]{3,200})"|'(?<single>[^']{3,200})'|(?<value>[^\\s"'&;,<>(){}\\[\\]]{3,200}))`,
  'dgi',
);
const OPTION =
  /(?<![\w])--?(?:password|passwd|pass|pwd|token|secret|api-key|apikey)[ =]["']?(?<value>[^\s"']{3,200})/dgi;
/** What stands where a secret would and is none. */
const NOTHING =
  /^(?:null|none|nil|true|false|undefined|\*+|%%\d+|x+|<.*|\[?redacted\]?|\[?filtered\]?|hidden|masked|required|missing|invalid|incorrect|expired|wrong|failed|changed|reset|accepted|yes|no|ok|\d{1,3}|[$%]?\{.*|\$\w+|\(.*)[.,;]?$/i;
const LONG = /(?<![\w+/=.-])[\w+/-]{20,400}={0,2}(?![\w])/g;
const ABOUT_SECRETS =
  /(?:secret|token|key|clave|password|passwd|credential|auth|bearer|cookie|session|signature)\W{0,3}(?:\w{1,12}\W{1,3}){0,2}$/i;

/** Names a thing, and opens nothing. */
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NEARLY =
  /pass|pwd|contrase|clave|secret|key|token|cred|cookie|otp|pin|psk|sid|auth|bearer|basic|digest|session|signature/;

/** Passwords, keys and tokens. */
export const secrets: Recogniser = ({ text, plain }) => [
  ...matches(text, KNOWN, 'SECRET', 3),
  ...(text.includes('eyJ') ? matches(text, JWT, 'SECRET', 3) : []),
  ...(text.includes('-----BEGIN') ? matches(text, PRIVATE_KEY, 'SECRET', 3) : []),
  ...(text.includes('://') ? matches(text, CONNECTION, 'SECRET', 3) : []),
  ...(NEARLY.test(plain) ? named(text) : []),
  ...(text.includes('-') ? matches(text, OPTION, 'SECRET', 2) : []),
];

const named = (text: string): Finding[] => [
  ...matches(text, BEARER, 'SECRET', 2).filter(({ start, end }) => isNoWord(text.slice(start, end))),
  ...matches(text, AFTER_WORD, 'SECRET', 2).filter(({ start, end }) => isNoWord(text.slice(start, end))),
  ...assigned(text),
  ...randomNearWords(text),
];

function assigned(text: string): Finding[] {
  const found: Finding[] = [];
  for (const { indices } of allMatches(text, ASSIGNED)) {
    const place = indices?.groups?.quoted ?? indices?.groups?.single ?? indices?.groups?.value;
    if (place === undefined || NOTHING.test(text.slice(...place))) continue;
    const end = endOfSecret(text, ...place);
    found.push({ start: place[0], end, type: 'SECRET', sureness: 2 });
  }
  return found;
}

/** A full stop ends the sentence, not the secret. */
const endOfSecret = (text: string, start: number, end: number): number =>
  end - start > 3 && text.charAt(end - 1) === '.' ? end - 1 : end;

function randomNearWords(text: string): Finding[] {
  const found: Finding[] = [];
  for (const { 0: token, index } of allMatches(text, LONG)) {
    if (!looksRandom(token) || !ABOUT_SECRETS.test(text.slice(Math.max(0, index - 40), index))) continue;
    found.push({ start: index, end: index + token.length, type: 'SECRET', sureness: 1 });
  }
  return found;
}

/** Signs of many kinds in no order: over three bits a sign, digits among letters. */
const looksRandom = (token: string): boolean =>
  /\d/.test(token) && /[A-Za-z]/.test(token) && entropyOf(token) > 3 && !GUID.test(token);

/** Not a word of a sentence: has digits or signs, or capitals inside. */
const isNoWord = (token: string): boolean =>
  !/^(?:\p{L}?\p{Ll}*|\p{Lu}+|\d+)[.:]?$/u.test(token.replaceAll(/[-_]/g, ''));

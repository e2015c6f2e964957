import type { Finding } from '../personal-type.ts';
import { allMatches, type Recogniser } from '../recogniser.ts';
import { isFamily, isGiven, mayBeFamily, mayBeGiven } from './known-words.ts';

const NAME = '(?<value>[a-z0-9_](?:[a-z0-9._-]{0,62}[a-z0-9_])?)(?![a-z0-9@]|\\.[a-z])';
const DONE =
  'dad[oa]s? de (?:alta|baja)|(?:cread|modificad|aprobad|actualizad|eliminad|autorizad|firmad|registrad|solicitad|abiert|cerrad|asignad|iniciad|borrad|ejecutad|lanzad|revisad|validad)[oa]s?|created|updated|approved|modified|deleted|assigned|requested|opened|closed|submitted|reported|revoked|granted|started|triggered|reviewed|merged|owned|run|executed';
const NOBODY =
  'correo|error|lotes?|timeout|tiempo|fecha|usuario|cliente|sistema|seguridad|defecto|telefono|cron|policy|system|the|an?|el|la|los|las|un|una|su|este|esta|our|your|its|this|user|rule|kernel|default|hand|operator|scheduler|rate|firewall|remote|peer|client|server|host';
/** Where programs write who did it, in plain text. */
const PLACES: readonly RegExp[] = [
  `\\b(?:invalid|illegal|unknown) user ${NAME}`,
  `\\b(?:password|publickey|keyboard-interactive(?:/pam)?|hostbased|gssapi-with-mic) for (?!invalid)${NAME}(?= from)`,
  `\\b(?:by|for|of|from|as) (?:(?:the )?(?:invalid |authenticating )?user|usuario) ["']?${NAME}`,
  `\\b(?:session (?:opened|closed) for user|new session \\d{1,9} of user|su(?:do)?:|disconnected from user|user account|login:|logged in as|runas|cuenta de|usuario|by user) ["']?${NAME}`,
  `\\b(?:${DONE}) (?:por|by|to|a) (?:el |la |user |usuario )?["']?(?!(?:${NOBODY})(?![a-z0-9._-]))${NAME}`,
  `\\b(?:user|account|cuenta|login) ["'[]?${NAME}["'\\]]? (?=(?:logged|log(?:in|on)|failed|has|have|had|was|authenticated|locked|disabled|not|does|doesn|is|attempt|denied|deleted|created|added|changed|from|connected|disconnected|exceeded|bloquead|ha |no |inici|accedi|cambi|desde|cre|elimin|solicit|intent|descarg|export|consult))`,
  `\\b(?:account name|logon account|user name|nombre de usuario|target user|user(?:name)? is|user:|usuario:) {0,4}["']?${NAME}(?!\\\\)`,
  `\\b(?:login|logon|logout|acceso|inicio de sesion|autenticacion|authentication|sign-?in) (?:ok|success(?:ful)?|succeeded|failed|failure|fallid[oa]|correct[oa]|denied|denegad[oa])?:? ?(?:for|of|de|para|by|user|usuario) (?:user |usuario )?["'[]?${NAME}`,
  `\\b(?:user(?:name)?|account|login|usuari[oa]|cuenta)(?: (?:name|is|es))?[:=]? ["'[(]?(?=[a-z._-]{3,40}\\d)${NAME}`,
  `\\((${NAME})\\) cmd`,
  `"(?:user|actor|account|principal|useridentity|usuario)": ?\\{(?:"[a-z_.]{1,20}": ?"?[^"{}]{0,60}"?, ?){0,6}"(?:name|id|username|login)": ?"${NAME}`,
  `\\bsudo(?:\\[\\d{1,7}\\])?: {1,4}${NAME} : (?:tty=|\\d+ incorrect)`,
  `^\\S{3,45} \\S{1,60} ${NAME} \\[\\d{1,2}/`,
  `(?:\\\\{1,2}|/)(?:users|home|usuarios|documents and settings)(?:\\\\{1,2}|/)${NAME}`,
  `(?<![^\\s(])@${NAME}`,
  `\\b(?:ssh|scp|sftp|rsync)\\b[^\\n|;]{0,40}? ${NAME}@(?=[a-z0-9])`,
].map((place) => new RegExp(place, 'dg'));
const DOMAIN =
  /(?<![A-Za-z0-9_\\/:])(?!AUTHORITY|BUILTIN|WINDOWS|HK)[A-Z][A-Z0-9-]{1,15}\\{1,2}(?!u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[nrt]\b)(?<value>[A-Za-z0-9_][A-Za-z0-9._-]{0,62})(?![\\/\w])/dg;
const SYSTEM =
  /^(?:root|admin(?:istrator|istrador)?|system|public|default(?: ?user)?|all ?users|nobody|daemon|guest|anonymous|unknown|from|by|the|is|was|has|and|for|name|id|www-data|postgres|mysql|redis|kafka|nginx|ubuntu|ec2-user|debian|git|jenkins|deploy|service|local|app|user|users|usuario|data|logged|not|with|media|import|keyframes|param|returns?|dwm-\d+|umfd-\d+|\d+)$/;
/** First name and family name, or an initial and a family name, as accounts are formed. */
const FORMED = /(?<![a-z0-9._@/\\:=-])[a-z]{2,20}[._-][a-z]{2,20}\d{0,4}(?![a-z0-9@]|[._=/:(-][a-z0-9])/g;
const ACTED =
  /(?:por|by|para|for|from|de|user|usuario|owner|author|assigned to|asignad[oa] a|to|a|con|with|contact) ["'<(]?$/;
const LOOSE =
  /(?:por|by|usuario|user|assigned to|asignad[oa] a) ["'<(]?(?<value>[a-z]{3,20}\d{0,4})(?![a-z0-9@=:(]|[._/-][a-z0-9])/dg;

/** Names of accounts, by the place where they stand, or by how they are formed. */
export const accounts: Recogniser = ({ text, plain, kind }) => {
  const found: Finding[] = [];
  const add = (start: number, end: number) => found.push({ start, end, type: 'USERNAME', sureness: 2 });
  const addNamed = (pattern: RegExp, among: string, isAccount: (account: string) => boolean) => {
    for (const { indices } of allMatches(among, pattern)) {
      const value = indices?.groups?.value;
      if (value && isAccount(plain.slice(...value))) add(...value);
    }
  };
  for (const place of PLACES) addNamed(place, plain, isSomebody);
  if (text.includes('\\')) addNamed(DOMAIN, text, isSomebody);
  if (kind === 'prose') return found;
  for (const { 0: account, index } of allMatches(plain, FORMED))
    if (isFormed(account) && ACTED.test(plain.slice(Math.max(0, index - 16), index)))
      add(index, index + account.length);
  addNamed(LOOSE, plain, holdsName);
  return found;
};

const isSomebody = (account: string): boolean => !SYSTEM.test(account);

/** Two parts of which one is a name for sure and the other may be. */
function isFormed(account: string): boolean {
  const [a = '', b = ''] = account.replace(/\d+$/, '').split(/[._-]/);
  const isSure = (part: string) => isGiven(part) || isFamily(part);
  const may = (part: string) => mayBeGiven(part) || mayBeFamily(part);
  return (isSure(a) && may(b)) || (isSure(b) && may(a));
}

/** A first name, or an initial before a family name. */
function holdsName(account: string): boolean {
  const name = account.replace(/\d+$/, '');
  return isGiven(name) || (/\d$/.test(account) && mayBeGiven(name)) || (name.length > 5 && isFamily(name.slice(1)));
}

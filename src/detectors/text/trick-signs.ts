import { COMMAND, EXPLOIT, SCRIPTING, SQL, TRAVERSAL } from '../web-attacks.ts';
import { inView, type Sign } from './sign.ts';
import { FORGED, JNDI } from './tricks.ts';

const ESC = '\u001b';
const SPELT_ESC = '%1b|%9b|\\\\x1b|\\\\u001b|\\\\u\\{1b\\}|\\\\033|\\\\e|&#(?:27|x1b);|\\^\\[';
const LOG_HEAD =
  '(?:<\\d{1,3}>|[a-z]{3} +\\d{1,2} \\d\\d:\\d\\d|\\[?\\d{4}[-/]\\d\\d[-/]\\d\\d|\\[?\\d\\d[-/](?:\\d\\d|[a-z]{3})[-/]\\d{4}|\\d{1,3}(?:\\.\\d{1,3}){3} |\\[?(?:info|error|warn(?:ing)?|notice|debug|crit(?:ical)?|fatal|trace|audit)\\b|(?:level|time|ts|type|msg|severity|date|user|status)=|\\{"|cef:|leef:|\\w{2,20}\\[\\d{1,7}\\]:|sshd|sudo|root@)';
const LATIN = /\p{Script=Latin}/u;
const MIXED =
  /\p{Script=Latin}[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]|[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]\p{Script=Latin}/u;
/** Letters of mathematics, in circles, full width, and small capitals: letters for show. */
const DRESSED = /[\u{1d400}-\u{1d7ff}\u{1f110}-\u{1f189}\u2460-\u24ff\uff21-\uff5a\u1d00-\u1d22]/u;
const HIDES = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;

/** Tricks with characters, lines and look-ups, seen in the text as written. */
export const TRICK_SIGNS: readonly Sign[] = [
  ...inView('written', {
    zero_width: HIDES,
    zero_width_stuffing: /(?:[^\s][\u200b-\u200f\u2060-\u2064\ufeff]){4}/,
    turns_direction: /[\u202a-\u202e\u2066-\u2069]|%e2%80%a[a-e]/i,
    tag_characters: /[\u{e0020}-\u{e007e}]/u,
    mixed_script: MIXED,
    dressed_letters: DRESSED,
    control_character: new RegExp(`(?![\\t\\n\\r${ESC}\u0085])\\p{Cc}`, 'u'),
    terminal_escape: new RegExp(`${ESC}[[\\]PX^_(c78=>]|\u009b|\u009d`),
    terminal_escape_spelt: new RegExp(`(?:${SPELT_ESC})(?:%5b|%5d|[[\\]])`, 'i'),
    screen_order: new RegExp(`(?:${ESC}|${SPELT_ESC})\\[[0-9;?]{0,12}[a-z]`, 'i'),
    hyperlink_escape: new RegExp(`(?:${ESC}|${SPELT_ESC})(?:\\]|%5d)(?:8;|[0-2];|52;)`, 'i'),
    line_break: /[\n\u2028\u2029\x85]|\r(?!$)/,
    line_break_spelt: /%0[ad]|%25(?:0[ad]|30%(?:25)?61)|\\r\\n|\\[nr]|%e5%98%8[ad]|&#(?:10|13|x0?[ad]);|\\u000[ad]/i,
    forged_head: FORGED,
    forged_header: /(?:%(?:25)?0[ad]|\\[rn]|[\r\n]|%e5%98%8[ad]|%30%61)\s{0,4}[a-z][a-z-]{2,30}(?::|%3a)/i,
    log_head_inside:
      /(?<=[^\s"{[].{9})(?:\w{3} +\d{1,2} \d\d:\d\d:\d\d \S+ \w+[[:(]|\d{4}-\d\d-\d\d[t ]\d\d:\d\d:\d\d\S{0,8} (?:info|error|warn|debug|notice|crit)|\b\d{1,3}(?:\.\d{1,3}){3} \S+ \S+ \[\d\d\/\w{3}\/\d{4}|"?level"?[=:] ?"?(?:info|warn|error)|\[(?:info|error|warn|notice|debug)\])/i,
    lookup: JNDI,
    lookup_of_name:
      /\$\{[^}]{0,40}(?:jndi|ldap|rmi|dns|iiop|env|sys|lower|upper|date|java|ctx|main|k8s|docker|spring|base64|script|url)\b/i,
    jndi_address: /(?:jndi|ldaps?|rmi|iiop|corba|nds|nis):(?:\$\{[^}]{0,20}\})?\/{1,2}/i,
    template: /\{\{.{1,120}?\}\}|\$\{[^}]{1,120}\}|<%[=#@]?.{1,120}?%>|#\{[^}]{1,120}\}|\{%.{1,120}?%\}/,
    percent_twice: /%25(?:[0-9a-f]{2})/i,
    percent_words: /(?<![a-z])(?:[a-z]{2,20}(?:%20|\+)){3,}[a-z]{2,}/i,
    percent_many: /(?:%[0-9a-f]{2}[^%]{0,12}){6,}/i,
    null_byte: /%00|\\0|\\x00|\\u0000/i,
    markup: /<(?:!--|!doctype|!entity|\?xml|\/?[a-z][a-z0-9-]{0,20}(?:\s[^>]{0,200})?\/?>)/i,
    hidden_comment: /<!--|-->|\/\*.{1,200}?\*\/|\[\/\/\]: ?#/,
    image_link: /!\[[^\]]{0,80}\]\([^)]{1,200}|<img\b/i,
  }),
  ...inView('plain', {
    line_begun: /[\r\n]\s{0,4}\S/,
    line_forged: new RegExp(`[\\r\\n]\\s{0,4}${LOG_HEAD}`),
    header_forged:
      /[\r\n]\s{0,4}(?:set-cookie|location|content-[a-z]+|x-[a-z-]+|host|refresh|access-control-[a-z-]+|link|cookie|authorization|transfer-encoding|http\/\d)\s{0,2}[:\d.]/,
    attack_sql: SQL,
    attack_traversal: TRAVERSAL,
    attack_command: COMMAND,
    attack_script: SCRIPTING,
    attack_exploit: EXPLOIT,
    attack_sql_logic:
      /'\s{0,3}(?:or|and|\|\||&&)\s{0,3}[('"\d]|\b(?:or|and)\s+\d{1,6}\s{0,2}=\s{0,2}\d{1,6}|;\s{0,2}(?:--|#)|\bunion\b.{1,40}\bselect\b|\/\*!?\d{0,5}\b|\b(?:rlike|regexp_\w+|procedure analyse|dbms_pipe|utl_inaddr|xmltype|ctxsys|chr\(\d|char\(\d|elt\(|make_set\()/,
    attack_entity: /<!entity|<!doctype [^>]{1,60}\[|\bxinclude\b|\bxi:include/,
    attack_ldap: /\*\)\(|\)\(\||\(\|\(|\(&\(/,
    attack_include: /<!--#\s{0,2}(?:exec|include|echo)|\b(?:php|expect|data|zip|phar|gopher|dict|file):\/\//,
  }),
  { name: 'hidden_writing', isSeen: ({ hidden }) => hidden !== '' },
  {
    name: 'base64_writing',
    isSeen: ({ written, hidden }) => hidden.includes(' ') && /[A-Za-z0-9+/]{20}/.test(written),
  },
  { name: 'foreign_letters', isSeen: ({ plain }) => /[^\P{L}\p{Script=Latin}]/u.test(plain) },
  {
    name: 'foreign_writing',
    isSeen: ({ plain }) => /[^\P{L}\p{Script=Latin}](?:.{0,3}[^\P{L}\p{Script=Latin}]){11}/u.test(plain),
  },
  { name: 'looks_latin', isSeen: ({ written, plain }) => !isAscii(written) && isAscii(plain) && LATIN.test(plain) },
];

const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text);

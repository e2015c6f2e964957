import type { EventCore, TelemetryEvent } from '../../domain/contracts.gen.ts';
import { type Found, type Heuristic, onOther } from './heuristic.ts';

/** Shorter texts hold no instruction. */
const SHORTEST = 16;
const LONGEST = 2_000;

/** A name of a tainted field and its text. */
export interface HostileText {
  readonly name: string;
  readonly text: string;
  /** Families of orders to a language model that the text shows. */
  readonly orders: number;
}

/** Copies of core fields under the source's names, and fields of addresses and modules that hold no words. Paths of programs are left out: whoever words one words the command line that starts it. */
const COPIES: ReadonlySet<string> = new Set(
  `process parent Image SourceImage TargetImage ParentImage ParentCommandLine CommandLine ImageLoaded TargetFilename
  TargetObject NewProcessName ParentProcessName ProcessName CallTrace QueryName query server_name PipeName
  OriginalFileName Company Product FileVersion Signature Description c-uri cs-uri-stem cs-uri-query c-useragent
  uri`.split(/\s+/),
);

/** A script is looked at once, as the event's command line. */
const SCRIPT_COPIES: ReadonlySet<string> = new Set(['ScriptBlockText', 'Payload', 'ContextInfo', 'Data']);

/** Texts of an event that whoever is watched may have written and that bear a sign of what is looked for. */
export function hostileTexts({ event, fields, tainted }: TelemetryEvent): readonly HostileText[] {
  let texts = NO_TEXTS;
  for (const name of tainted) {
    if (COPIES.has(name) || (event.class === 'script' && SCRIPT_COPIES.has(name))) continue;
    const value = fields[name] ?? coreText(event, name);
    if (value.length < SHORTEST || isRemembered(value)) continue;
    const text = value.length > LONGEST ? value.slice(0, LONGEST) : value;
    const orders = ordersIn(text);
    if (orders > 0 || hasMark(text)) texts = [...texts, { name, text, orders }];
    else remember(value);
  }
  return texts;
}
const NO_TEXTS: readonly HostileText[] = [];

/** Bounds of the memory of texts without a sign: most come again and again. It changes speed only. */
const REMEMBERED = 8_192;
const REMEMBERED_LENGTH = 300;
const REMEMBERED_LONG = 256;
const harmless = new Set<string>();
const harmlessLong = new Set<string>();

/** Long texts are not looked up: none is kept, and to look one up costs more the longer it is. */
const isRemembered = (text: string): boolean =>
  text.length <= LONGEST && (harmless.has(text) || harmlessLong.has(text));

function remember(text: string): void {
  const isLong = text.length > REMEMBERED_LENGTH;
  const known = isLong ? harmlessLong : harmless;
  if (text.length > LONGEST) return;
  if (known.size >= (isLong ? REMEMBERED_LONG : REMEMBERED)) known.clear();
  known.add(text);
}

function coreText(event: EventCore, name: string): string {
  const value = CORE.has(name) ? event[name as keyof EventCore] : '';
  return typeof value === 'string' ? value : '';
}
const CORE: ReadonlySet<string> = new Set([
  'user',
  'process',
  'parent',
  'commandLine',
  'file',
  'domain',
  'url',
  'host',
]);

/** Words that an order to a model cannot do without. Searched one after the other: several times as fast as one expression. */
const WORDS =
  'instruction,ignore,disregard,forget,verdict,assistant,you are,you+are,you%20are,benign,prompt,positive,[inst,<|,system:,jailbr,dan mode,language model, llm,gpt,analyst,harmless,malicious,override,supersede,attention,escalat,do not ,never ,suppress,required,needed'.split(
    ',',
  );
/** Marks without which the other tricks cannot be. */
const MARKS = ['\u001b', '\u009b', '%1b', '%1B', 'x1b[', '033[', 'u001b', '%0a', '%0A', '\\r\\n', '\n', '${'];

const hasMark = (text: string): boolean => MARKS.some((mark) => text.includes(mark));

const OVERRIDE =
  /\b(?:ignore|disregard|forget|override|bypass|skip)\b.{0,40}\b(?:previous|prior|above|earlier|all|any|your|preceding|the)\b.{0,40}\b(?:instructions?|rules?|context|prompts?|guidelines|alerts?|logs?|policy|policies|events?|findings?|directions?)\b/;
const ROLE =
  /(?:^|[\s"'[(>#*])(?:system|assistant|developer) ?(?:prompt|message|override|note)? ?:|<\|(?:im[ _]start|system|assistant|endoftext)|\[\/?inst\]|<<sys>>|### ?(?:instruction|system)|\byou are (?:now|an? )|\b(?:act|behave|respond|pretend) as (?:an? |the )?(?:ai|assistant|administrator|analyst|system|different|helpful|if)|\bdan mode\b|\bjailbr/;
const VERDICT =
  /\b(?:mark|classify|report|treat|set|label|rate|consider|flag|conclude|respond|reply|answer|return|output|summari[sz]e|close|score|say|state)\b.{0,60}\b(?:benign|false positive|safe|not malicious|harmless|low severity|no threats?|authori[sz]ed|legitimate|clean|no action|resolved|no anomal\w{1,5}|routine|approved)\b|\bverdict\b.{0,40}\b(?:benign|safe|clean|false positive|none|low|harmless)\b/;
const ADDRESSED =
  /\b(?:ai|llm|language model|assistant|copilot|chatgpt|gpt|claude|gemini|model|soc agent|ai analyst|security agent)\b.{0,40}\b(?:must|should|please|shall|need to|you are|do not|don't|will|ignore|note)\b/;
const LEAK =
  /\b(?:reveal|print|repeat|output|send|leak|show|disclose|dump|include|exfiltrate|post|forward|display)\b.{0,60}\b(?:system prompt|instructions|api[ _]?keys?|credentials|secrets?|tokens?|environment variables|your prompt|configuration|conversation)\b/;
const ANNOUNCED =
  /\b(?:new|updated|following|revised|hidden|prior|these)\b.{0,24}\binstructions?\b|\bsuperseded?s?\b.{0,40}\b(?:instructions?|rules?|polic(?:y|ies)|prompts?|context)\b|\binstructions?\b.{0,24}\bsuperseded?\b|\bnote (?:to|for) (?:the )?(?:ai|llm|model|assistant|analyst|reviewer|summari[sz]er|soc)\b|\battention[:,]? (?:ai|llm|model|assistant|analyst)\b/;
const SILENCED =
  /\b(?:do not|don't|never|without)\b.{0,24}\b(?:report|alert|escalat\w{1,4}|flag|mention|investigat\w{1,4}|notify)\b|\bno (?:further )?(?:investigation|escalation|review|alert)s?\b.{0,20}\b(?:required|needed|necessary)\b|\b(?:suppress|omit|hide|discard)\b.{0,30}\b(?:alerts?|findings?|this (?:event|entry|log)|detections?|incidents?)\b/;
const INJECTIONS = [OVERRIDE, ROLE, VERDICT, ADDRESSED, LEAK, ANNOUNCED, SILENCED];

/** Lower case, with the marks that stand for spaces in addresses and names made spaces. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/%20|%0[ad]|[+_\-.]/g, ' ')
    .replace(/ {2,}/g, ' ');
}

function ordersIn(text: string): number {
  const words = plain(text);
  return WORDS.some((word) => words.includes(word)) ? INJECTIONS.filter((family) => family.test(words)).length : 0;
}

function firstOf(texts: readonly HostileText[], test: (text: HostileText) => boolean): Found | null {
  const found = texts.find(test);
  return found ? { [found.name]: found.text } : null;
}

/** Escape sequences as they are and as sources write them. */
const ESCAPES = ['\u001b[', '\u001b]', '\u009b', '%1b[', '\\x1b[', '\\u001b[', '\\033[', '%1b%5b'];
const BREAKS = ['%0d%0a', '%0a', '\\r\\n', '\r\n'];
const FORGED =
  /(?:%0d%0a|%0a|\\r\\n|\r\n|\n)(?:\s|%20|\+){0,4}(?:<\d{1,3}>|\w{3} +\d{1,2} \d\d:\d\d|\d{4}-\d\d-\d\d|set-cookie|location:|content-|http\/1|\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3} - |level=|time=|type=|\[?(?:info|error|warn|notice|debug)\b)/i;
const JNDI = /\$\{(?:jndi:|[^{}]{0,60}\$\{[^{}]{0,40}\}|[a-z]{3,6}:[^{}]{0,80}\})/i;

/** Heuristics over whatever text of an event an attacker may have written, in every class. */
export const HOSTILE_TEXT: readonly Heuristic<readonly HostileText[]>[] = [
  onOther(
    [],
    {
      id: 'prompt-injection',
      title: 'Text in a log that gives orders to a language model',
      severity: 4,
      probability: 0.85,
      techniques: ['AML.T0051.001'],
    },
    (texts) => firstOf(texts, ({ orders }) => orders >= 2),
  ),
  onOther(
    [],
    {
      id: 'prompt-injection-hint',
      title: 'Text in a log that speaks like an order to a language model',
      severity: 2,
      probability: 0.45,
      techniques: ['AML.T0051.001'],
    },
    (texts) => firstOf(texts, ({ orders }) => orders === 1),
  ),
  onOther(
    [],
    {
      id: 'terminal-escape',
      title: 'Text in a log that takes over the terminal of whoever reads it',
      severity: 3,
      probability: 0.7,
      techniques: ['T1565'],
    },
    (texts) => firstOf(texts, ({ text }) => ESCAPES.some((mark) => text.includes(mark))),
  ),
  onOther(
    [],
    {
      id: 'log-forging',
      title: 'Text in a log that forges further lines',
      severity: 3,
      probability: 0.7,
      techniques: ['T1565'],
    },
    (texts) => firstOf(texts, ({ text }) => BREAKS.some((mark) => text.includes(mark)) && FORGED.test(text)),
  ),
  onOther(
    [],
    {
      id: 'jndi-lookup',
      title: 'Look-up of a remote object placed in a log (Log4Shell)',
      severity: 4,
      probability: 0.88,
      techniques: ['T1190'],
    },
    (texts) => firstOf(texts, ({ text }) => text.includes('${') && JNDI.test(text)),
  ),
];

import type { Detection, TelemetryEvent } from '../../domain/contracts.gen.ts';
import { ORDERS } from '../text/orders.ts';
import { taintedText } from '../text/tainted-text.ts';
import { ESCAPES, FORGED, JNDI } from '../text/tricks.ts';
import { detectionOf, type Found, type Heuristic, onOther } from './heuristic.ts';

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

/** Texts of an event that whoever is watched may have written and that bear a sign of what is looked for. */
export function hostileTexts(telemetry: TelemetryEvent): readonly HostileText[] {
  let texts = NO_TEXTS;
  for (const name of telemetry.tainted) {
    const value = taintedText(telemetry, name);
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

/** Words that an order to a model cannot do without. Searched one after the other: several times as fast as one expression. */
const WORDS =
  'instruction,ignore,disregard,forget,verdict,assistant,you are,you+are,you%20are,benign,prompt,positive,[inst,<|,system:,jailbr,dan mode,language model, llm,gpt,analyst,harmless,malicious,override,supersede,attention,escalat,do not ,never ,suppress,required,needed'.split(
    ',',
  );
/** Marks without which the other tricks cannot be. */
const MARKS = ['\u001b', '\u009b', '%1b', '%1B', 'x1b[', '033[', 'u001b', '%0a', '%0A', '\\r\\n', '\n', '${'];

const hasMark = (text: string): boolean => MARKS.some((mark) => text.includes(mark));

const INJECTIONS = Object.values(ORDERS);

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

const BREAKS = ['%0d%0a', '%0a', '\\r\\n', '\r\n'];

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

/** What the heuristics over texts say of one text that stands alone. */
export function hitsOfText(text: string): readonly Detection[] {
  const seen = text.slice(0, LONGEST);
  const texts = [{ name: 'text', text: seen, orders: ordersIn(seen) }];
  return HOSTILE_TEXT.flatMap((heuristic) => {
    const found = heuristic.match(texts);
    return found === null ? [] : [detectionOf(heuristic, found)];
  });
}

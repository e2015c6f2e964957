/** Layers of percent signs that are undone. */
const LAYERS = 2;
const PERCENT = /(?:%[0-9a-f]{2})+/gi;
const ESCAPE =
  /\\(?:x([0-9a-f]{2})|u\{?([0-9a-f]{4,6})\}?|0?([0-3][0-7]{2})|([nrt]))|&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi;
/** In a path of Windows \\n begins a name. */
const WINDOWS_PATH = /\b[a-z]:\\{1,2}\w|(?:^|[\s"'=])\\{2,4}\w/i;
const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
const LAST_CODE_POINT = 0x10ffff;

/** A text with percent signs, up to two layers of them, and the escapes of programming languages undone. */
export function unescaped(text: string): string {
  let plain = text;
  for (let layer = 0; layer < LAYERS && plain.includes('%'); layer++) plain = plain.replace(PERCENT, fromPercent);
  if (!plain.includes('\\') && !plain.includes('&#')) return plain;
  return WINDOWS_PATH.test(plain) ? plain : plain.replace(ESCAPE, fromEscape);
}

const fromPercent = (run: string): string => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8');

function fromEscape(all: string, ...groups: readonly (string | undefined)[]): string {
  const [hex, unicode, octal, letter, markup, decimal] = groups;
  if (letter !== undefined) return LETTERS[letter.toLowerCase()] ?? all;
  const digits = hex ?? unicode ?? markup;
  const point = Number.parseInt(digits ?? octal ?? decimal ?? '', digits ? 16 : octal ? 8 : 10);
  return point <= LAST_CODE_POINT ? String.fromCodePoint(point) : all;
}

/** Shorter runs of base64 hold no sentence. */
const RUN = /[A-Za-z0-9+/_-]{20,}={0,2}/g;
const MOST_RUNS = 8;
const PRINTABLE = 0.95;
const NOT_PRINTABLE = /[^\t\n\r\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]/gu;
/** A sentence has blanks; a hash or a token that happens to decode has none. */
const WORDY = /\p{L}{2,}\s+\p{L}/u;

/** What runs of base64 in a text say, where that is writing. */
export function fromBase64(text: string): readonly string[] {
  const runs = text.match(RUN)?.slice(0, MOST_RUNS) ?? [];
  return runs.map((run) => Buffer.from(run, 'base64').toString('utf8')).filter(isWriting);
}

function isWriting(text: string): boolean {
  const odd = (text.match(NOT_PRINTABLE)?.length ?? 0) + (text.split('\ufffd').length - 1);
  return odd <= text.length * (1 - PRINTABLE) && WORDY.test(text);
}

const TAGS = /[\u{e0020}-\u{e007e}]+/gu;
const SPACED = /(?<!\p{L})(?:\p{L} ){5,}\p{L}(?!\p{L})/gu;

/** What a text says in invisible tag characters. */
export const fromTags = (text: string): readonly string[] =>
  (text.match(TAGS) ?? []).map((run) =>
    Array.from(run, (tag) => String.fromCodePoint((tag.codePointAt(0) as number) - 0xe0000)).join(''),
  );

/** Words that a text spells out, a blank between every two letters. */
export const fromSpaced = (text: string): readonly string[] =>
  (text.match(SPACED) ?? []).map((run) => run.replaceAll(' ', ''));

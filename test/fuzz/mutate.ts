import fc from 'fast-check';

/** What a mutation may grow an input to: above every bound of ours that is a matter of size. */
const MAX_BYTES = 1_200_000;

/** Marks that parsers look for, and what attackers put between them; one character a byte. */
const TOKENS: readonly Buffer[] = [
  ...['"', "'", '\\', '\\"', '\\\\', '{', '}', '[', ']', '(', ')', '<', '>', '|', '=', ':', '::', ',', ';', '/', '%'],
  ...[' ', '\t', '\n', '\r\n', '\0', '-', '--', '0', '-0', '-1', '1e999', '1e-999', '9007199254740993', '0x10', 'NaN'],
  ...['4294967296', '65536', '9'.repeat(40), 'null', 'true', '[]', '{}', '""', '\\u0000', '\\ud800', '\\u005f_proto__'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '{"a":', '[[', ']]', '":"', '","', '<a>'],
  ...[
    '<![CDATA[',
    '<!ENTITY x "y">',
    '&lt;',
    '&#0;',
    '&#x110000;',
    '=\\',
    '\\|',
    '\x24{jndi:ldap://x}',
    '{{7*7}}',
    '%s%n',
  ],
  ...[
    '2024-05-14T12:00:00Z',
    '9999-12-31T23:59:60+99:99',
    '0000-00-00',
    'Feb 30 25:61:61',
    '10.0.0.1',
    '::ffff:1.2.3.4',
  ],
  ...[
    ' from ',
    ' for ',
    ' port ',
    ' user=',
    ' -> ',
    ' by ',
    ' [**] ',
    'CEF:0|',
    'type=',
    'msg=audit(',
    '%ASA-6-302013: ',
  ],
]
  .map((text) => Buffer.from(text))
  .concat(
    ['\ufeff', '\ud83d\ude00', '\u202e', '\u2028', '\u0130', '\ufffd'].map((text) => Buffer.from(text)),
    ['ff', 'fffe', 'c0af', 'eda080', 'f8888080', '1b5b324a', '7f', '80', 'ffffffff', '7fffffff', 'ffffffffff0f'].map(
      (hex) => Buffer.from(hex, 'hex'),
    ),
  );

const BYTES = Uint8Array.of(
  0,
  1,
  2,
  9,
  10,
  13,
  32,
  34,
  39,
  47,
  48,
  57,
  60,
  61,
  91,
  92,
  93,
  123,
  125,
  127,
  128,
  254,
  255,
);
/** How often something is repeated: mostly little, now and then enough to show what is not linear. */
const REPEATS = [2, 2, 2, 3, 3, 4, 5, 8, 12, 20, 33, 65, 66, 130, 300, 2_100];
const MANY = [20_000, 100_000, 500_000];
const NUMBER = /-?\d+(?:\.\d+)?/g;
const NUMBERS = [
  '0',
  '-1',
  '1e308',
  '1e999',
  '-1e999',
  '65536',
  '4294967295',
  '9007199254740993',
  '9'.repeat(30),
  '.5',
];

/** One number of 31 bits is one change: its kind, its place and its measure. */
type Change = number;

const second = (change: Change): number => Math.imul(change, 0x9e3779b1) >>> 0;
const pick = <T>(list: ArrayLike<T>, change: Change): T => list[second(change ^ 0x55aa) % list.length] as T;

const CHANGES: readonly ((bytes: Buffer, at: number, change: Change, other: Buffer) => Buffer)[] = [
  (bytes, at, change) => withByte(bytes, at, (bytes[at] ?? 0) ^ (1 << (second(change) % 8))),
  (bytes, at, change) => withByte(bytes, at, pick(BYTES, change)),
  (bytes, at, change) => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + lengthOf(bytes, change))]),
  (bytes, at, change) => insert(bytes, at, bytes.subarray(at, at + 1 + lengthOf(bytes, change))),
  (bytes, at, change) => insert(bytes, at, pick(TOKENS, change)),
  (bytes, at, change) => insert(bytes, at, pick(TOKENS, change)),
  (bytes, at) => bytes.subarray(0, at),
  (bytes, at, change, other) =>
    Buffer.concat([bytes.subarray(0, at), other.subarray(second(change) % (other.length + 1))]),
  (bytes, at, change) => insert(bytes, at, repeated(pick(TOKENS, change), change)),
  (bytes, at, change) => insert(bytes, at, repeated(bytes.subarray(at, at + 1 + (second(change) % 24)), change)),
  (bytes, at, change) => moved(bytes, at, change),
  (bytes, at, change) => withNumber(bytes, at, change),
];

const lengthOf = (bytes: Buffer, change: Change): number =>
  second(change) % (second(change) % 5 === 0 ? bytes.length + 1 : 12);

function withByte(bytes: Buffer, at: number, byte: number): Buffer {
  const changed = Buffer.from(bytes);
  if (at < changed.length) changed[at] = byte;
  return changed;
}

const insert = (bytes: Buffer, at: number, piece: Uint8Array): Buffer =>
  Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at)]);

function repeated(piece: Buffer, change: Change): Buffer {
  const rare = second(change ^ 0x1234) % 1_000 === 0;
  const wanted = pick(rare ? MANY : REPEATS, change ^ 0x77) * Math.max(1, piece.length);
  return piece.length === 0 ? piece : Buffer.alloc(Math.min(wanted, MAX_BYTES), piece);
}

function moved(bytes: Buffer, at: number, change: Change): Buffer {
  const piece = bytes.subarray(at, at + 1 + (second(change) % 40));
  const rest = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + piece.length)]);
  return insert(rest, second(change ^ 0x99) % (rest.length + 1), piece);
}

/** Puts an extreme number where there is one. */
function withNumber(bytes: Buffer, at: number, change: Change): Buffer {
  const text = bytes.toString('latin1');
  NUMBER.lastIndex = at;
  const match = NUMBER.exec(text);
  if (!match) return bytes;
  const end = match.index + match[0].length;
  return Buffer.from(text.slice(0, match.index) + pick(NUMBERS, change) + text.slice(end), 'latin1');
}

/** The bytes after every change, in order. */
export function mutate(bytes: Uint8Array, other: Uint8Array, changes: readonly Change[]): Buffer {
  let now: Buffer = Buffer.from(bytes);
  const donor = Buffer.from(other.buffer, other.byteOffset, other.byteLength);
  for (const change of changes) {
    const apply = CHANGES[change % CHANGES.length] as (typeof CHANGES)[number];
    now = apply(now, Math.trunc(change / CHANGES.length) % (now.length + 1), change, donor);
    if (now.length > MAX_BYTES) now = now.subarray(0, MAX_BYTES);
  }
  return now;
}

const NOTHING = Buffer.alloc(0);

/** Bytes of the corpus, changed up to some times: flipped, cut, spliced, repeated, nested, overflowed. */
export function mutated(corpus: readonly Uint8Array[], maxChanges = 6): fc.Arbitrary<Uint8Array> {
  const one = fc.nat({ max: Math.max(0, corpus.length - 1) });
  return fc
    .tuple(one, one, fc.array(fc.nat(), { maxLength: maxChanges }))
    .map(([from, other, changes]) => mutate(corpus[from] ?? NOTHING, corpus[other] ?? NOTHING, changes));
}

/** The same for strings, as UTF-8 would carry them; what is no UTF-8 any more is replaced. */
export const mutatedText = (corpus: readonly string[], maxChanges = 4): fc.Arbitrary<string> =>
  mutated(
    corpus.map((text) => Buffer.from(text)),
    maxChanges,
  ).map((bytes) => Buffer.from(bytes).toString());

/** The same for strings of one character a byte. */
export const mutatedBytes = (corpus: readonly string[], maxChanges = 4): fc.Arbitrary<string> =>
  mutated(
    corpus.map((text) => Buffer.from(text, 'latin1')),
    maxChanges,
  ).map((bytes) => Buffer.from(bytes).toString('latin1'));

/** Any characters at all, lone surrogates too. */
export const wildText = (maxLength = 40): fc.Arbitrary<string> => fc.string({ unit: 'binary', maxLength });

const EVIL_NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'length', '', '\ud800', '0', '-1'];

/** JSON values as strangers write them; the names are those that a parser looks for, and worse. */
export function hostileJson(names: readonly string[], depth = 4): fc.Arbitrary<unknown> {
  const name = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...(names.length > 0 ? names : ['a'])) },
    { weight: 1, arbitrary: fc.constantFrom(...EVIL_NAMES) },
    { weight: 1, arbitrary: wildText(8) },
  );
  const leaf = fc.oneof(
    fc.constantFrom<unknown>(null, true, false, 0, -0, -1, 1e21, 1.5, 2 ** 53 + 2, 1e308, '', '-', [], {}),
    fc.constantFrom('2024-05-14T12:00:00Z', '1715688000', '10.0.0.1', 'DC01.corp.local', '4688', '0x1010', '\ud800x'),
    fc.integer(),
    wildText(12),
    fc.nat({ max: 400 }).map((length) => 'A'.repeat(length)),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: depth, withCrossShrink: true }, leaf, tie('list'), tie('object')),
    list: fc.array(tie('value'), { maxLength: 4 }),
    object: fc.array(fc.tuple(name, tie('value')), { maxLength: 8 }).map((pairs) => Object.fromEntries(pairs)),
  }));
  return value;
}

/** Names of every object in a value, nested ones too. */
export function namesIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...namesIn(inner)]);
}

/** A JSON value with some of its parts replaced, dropped or nested deeper. */
export function mutatedJson(corpus: readonly unknown[]): fc.Arbitrary<unknown> {
  const names = [...new Set(corpus.flatMap(namesIn))];
  const part = hostileJson(names, 2);
  return fc
    .tuple(fc.nat({ max: Math.max(0, corpus.length - 1) }), fc.array(fc.tuple(fc.nat(), part), { maxLength: 4 }))
    .map(([from, changes]) =>
      changes.reduce((value, [place, replacement]) => replaced(value, place, replacement), corpus[from]),
    );
}

/** The value with the part at the place replaced; the place is walked down by its remainders. */
function replaced(value: unknown, place: number, replacement: unknown): unknown {
  if (typeof value !== 'object' || value === null || place % 7 === 6) return replacement;
  const entries = Object.entries(value);
  if (entries.length === 0) return replacement;
  const at = place % entries.length;
  const [name, inner] = entries[at] as [string, unknown];
  const changed = replaced(inner, Math.trunc(place / entries.length), replacement);
  if (Array.isArray(value)) return value.with(at, changed);
  return { ...value, [name]: changed };
}

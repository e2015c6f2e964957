import { chance, copyOf, type Row, timeOf } from './row.ts';
import { later } from './shift-time.ts';
import { withTexts } from './texts.ts';

/** The labelled rows of attack steps, and everything else. */
export interface Telemetry {
  readonly attack: readonly Row[];
  readonly background: readonly Row[];
  /** First moment of the step that a row belongs to, epoch ms. */
  readonly stepStart: (row: Row) => number;
}

/** What an attacker does to stay unseen. */
export interface Effort {
  readonly name: string;
  /** How much longer the steps take. */
  readonly stretch: number;
  /** The attack rows as they then are, and rows that the attacker adds. */
  apply(telemetry: Telemetry, seed: number): { readonly attack: readonly Row[]; readonly added: readonly Row[] };
}

const NOTHING_ADDED: readonly Row[] = [];

const changed = (name: string, change: (row: Row, seed: number) => Row): Effort => ({
  name,
  stretch: 1,
  apply: ({ attack }, seed) => ({ attack: attack.map((row) => change(row, seed)), added: NOTHING_ADDED }),
});

const unicode = (name: string, change: (text: string) => string): Effort =>
  changed(name, (row) => withTexts(row, change));

const slowed = (stretch: number): Effort => ({
  name: `slowed down ${stretch} times`,
  stretch,
  apply: ({ attack, stepStart }) => ({
    attack: attack.map((row) => later(row, (timeOf(row) - stepStart(row)) * (stretch - 1))),
    added: NOTHING_ADDED,
  }),
});

const padded = (
  times: number,
  name = `padded with benign events, ${times} an attack event`,
  change = (row: Row) => row,
): Effort => ({
  name,
  stretch: 1,
  apply: ({ attack, background }, seed) => ({ attack, added: padding(attack, background, times, seed).map(change) }),
});

const HOMOGLYPHS: Readonly<Record<string, string>> = { a: 'а', c: 'с', e: 'е', i: 'і', o: 'о', p: 'р', x: 'х', y: 'у' };
const LONG = 'A'.repeat(8_000);

export const EFFORTS: readonly Effort[] = [
  changed('none', (row) => row),
  ...[1, 4, 16].map((times) => padded(times)),
  ...[4, 16, 64].map(slowed),
  changed('8,000 characters more in each text', (row) => withTexts(row, (text) => `${text} ${LONG}`)),
  changed('300 fields that nobody knows', (row) => (row.event === undefined ? row : { ...row, event: flooded(row) })),
  padded(16, 'padded with events of values never met, 16 an attack event', (row) =>
    withTexts(row, (text) => `${text}?${row.id.replaceAll(/\W/g, '')}`),
  ),
  unicode('zero-width characters', (text) => text.replaceAll(/([a-z])([a-z])/gi, '$1\u200b$2')),
  unicode('homoglyphs', (text) => text.replaceAll(/[aceiopxy]/g, (letter) => HOMOGLYPHS[letter] ?? letter)),
  unicode('full-width letters', (text) =>
    text.replaceAll(/[a-z]/gi, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
  ),
  unicode('mixed case', (text) => text.replaceAll(/([a-z])([a-z])/gi, (_, a, b) => a.toLowerCase() + b.toUpperCase())),
  unicode('percent-encoding', (text) =>
    text.replaceAll(/[a-z]/gi, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`),
  ),
];

const flooded = ({ id, event = {} }: Row) => {
  const fields = Array.from({ length: 300 }, (_, i) => [`x_${id.replaceAll(/\W/g, '')}_${i}`, `value ${i}`]);
  return { ...event, ...Object.fromEntries(fields) };
};

const LONGEST_GAP_MS = 10_000;

/** Copies of what the same machine and format usually tell, of the same inner address, between an attack row and the one before. */
function padding(attack: readonly Row[], background: readonly Row[], times: number, seed: number): readonly Row[] {
  const pools = Map.groupBy(background, sourceOf);
  const before = new Map<string, number>();
  return attack.flatMap((row) => {
    const pool = pools.get(sourceOf(row)) ?? [];
    const time = timeOf(row);
    const gap = Math.min(LONGEST_GAP_MS, time - (before.get(sourceOf(row)) ?? 0));
    before.set(sourceOf(row), time);
    if (pool.length === 0) return [];
    return Array.from({ length: times }, (_, i) => {
      const name = `${row.id}~${i}`;
      const like = pool[Math.floor(chance(name, seed) * pool.length)] as Row;
      return later(copyOf(like, name), time - Math.ceil((gap * (i + 1)) / (times + 1)) - timeOf(like));
    });
  });
}

const sourceOf = ({ host, format, event, raw }: Row): string => {
  const inner = /\b10\.\d+\.\d+\.\d+/.exec(raw ?? JSON.stringify(event))?.[0] ?? '';
  return `${host} ${format} ${format.startsWith('windows') || format === 'ecar' ? '' : inner}`;
};

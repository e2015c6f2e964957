import { MATRIX } from './attack-matrix.ts';

/** Version of the ATT&CK matrix that ids and names follow. */
export const ATTACK_VERSION = '17.1';

export interface Tactic {
  /** ATT&CK or ATLAS tactic id; empty when the technique is not known. */
  readonly uid: string;
  readonly name: string;
}

interface Entry {
  readonly name: string;
  readonly tactic: Tactic;
}

const UNKNOWN: Tactic = Object.freeze({ uid: '', name: '' });
const TECHNIQUES = new Map<string, Entry>(MATRIX.flatMap(entries));

/** Tactic ids in kill-chain order, ATLAS last. */
export const TACTIC_ORDER: readonly string[] = MATRIX.map(({ uid }) => uid);

/** Primary tactic of a technique; an unknown sub-technique has the tactic of its technique. */
export function tacticOf(technique: string): Tactic {
  return (TECHNIQUES.get(technique) ?? TECHNIQUES.get(parentOf(technique)))?.tactic ?? UNKNOWN;
}

/** Name of a technique, sub-techniques as "Technique: Sub-technique"; the id itself when it is not known. */
export function techniqueName(id: string): string {
  return TECHNIQUES.get(id)?.name ?? id;
}

/** True where the id stands in the matrix. */
export function isTechnique(id: string): boolean {
  return TECHNIQUES.has(id);
}

/** The technique that a sub-technique belongs to: T1059.001 gives T1059; others give themselves. */
export function parentOf(id: string): string {
  return /^(?:AML\.)?T\d{4}\.\d{3}$/.test(id) ? id.slice(0, -4) : id;
}

/** Page of a technique, to be cited as a reference. */
export function techniqueUrl(id: string): string {
  if (id.startsWith('AML.')) return `https://atlas.mitre.org/techniques/${id}`;
  return `https://attack.mitre.org/techniques/${id.replace('.', '/')}`;
}

function entries({ uid, name, techniques }: (typeof MATRIX)[number]): [string, Entry][] {
  const tactic = Object.freeze({ uid, name });
  return techniques.split('\n').flatMap((line) => family(line, tactic));
}

function family(line: string, tactic: Tactic): [string, Entry][] {
  const [[id, name] = ['', ''], ...subs] = line.split(' | ').map(idAndName);
  return [
    [id, { name, tactic }],
    ...subs.map(([sub, subName]): [string, Entry] => [id + sub, { name: `${name}: ${subName}`, tactic }]),
  ];
}

function idAndName(text: string): [string, string] {
  const space = text.indexOf(' ');
  return [text.slice(0, space), text.slice(space + 1)];
}

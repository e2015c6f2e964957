import type { RuleFile } from './load.ts';
import { Refusal } from './refusal.ts';
import { calledIn } from './texts.ts';
import { entryOf, type Mapping, parseTrees } from './tree.ts';

/** One document of a file, fit to stand alone. */
export interface RuleText {
  /** Id of the rule, else its name, else its title. */
  readonly id: string;
  readonly text: string;
}

/** A marker stands at the start of its line and nowhere else: no scalar may hold one there (YAML 1.2.2, 9.1.2). */
const MARKER = /^---(?=\s|$)/m;

/**
 * The documents of a file, each by the id that it is published under. Throws Refusal where one cannot stand alone: it
 * is no map, has neither id nor title, or shares with others by `action`.
 */
export function textsIn({ text }: RuleFile): readonly RuleText[] {
  const texts: RuleText[] = [];
  let at = 0;
  for (const part of text.split(MARKER)) {
    const start = text.indexOf(part, at);
    at = start + part.length;
    const [tree, ...more] = parseTrees(part).trees;
    if (tree === undefined) continue;
    if (tree.kind !== 'map' || more.length > 0) throw new Refusal(start, 'yaml', 'a document that is no map');
    if (entryOf(tree, 'action'))
      throw new Refusal(start, 'action', 'documents that share are not published: write each out');
    texts.push({ id: idIn(tree, start), text: part.trim() });
  }
  return texts;
}

function idIn(document: Mapping, start: number): string {
  const id = calledIn(document);
  if (id === '') throw new Refusal(start, 'id', 'a document with neither id nor title');
  return id;
}

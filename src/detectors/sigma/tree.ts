import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from 'yaml';
import { Refusal } from './refusal.ts';

export type ScalarValue = string | number | boolean | null;

export interface Scalar {
  readonly kind: 'scalar';
  readonly at: number;
  readonly value: ScalarValue;
  /** As it was written, quotes taken off. */
  readonly text: string;
}

export interface Entry {
  readonly at: number;
  readonly key: string;
  readonly value: Tree;
}

export interface Mapping {
  readonly kind: 'map';
  readonly at: number;
  readonly entries: readonly Entry[];
}

/** A YAML document without anchors and tags. `at` counts characters from the start of the file. */
export type Tree = Scalar | Mapping | { readonly kind: 'list'; readonly at: number; readonly items: readonly Tree[] };

/** Characters of a file; the time to read one that is full stays well below a second. */
export const LONGEST_FILE = 1 << 19;
const MOST_DOCUMENTS = 1_000;
/** The specification's own bound of its longest text, the description. */
const LONGEST_TEXT = 65_535;
/** Nodes of a document with its aliases written out: lists of indicators have thousands. */
const MOST_NODES = 50_000;
const DEEPEST = 32;

export interface Parsed {
  readonly trees: readonly Tree[];
  readonly refusals: readonly Refusal[];
  readonly spotOf: (at: number) => { readonly line: number; readonly column: number };
}

/** All documents of a YAML 1.2 file; those that are broken or grow past their bounds are refused, the others stay. */
export function parseTrees(text: string): Parsed {
  const lineCounter = new LineCounter();
  const trees: Tree[] = [];
  const refusals: Refusal[] = [];
  for (const document of documentsOf(text, lineCounter, refusals)) {
    try {
      const tree = treeOf(document);
      if (tree) trees.push(tree);
    } catch (error) {
      refusals.push(Refusal.of(error));
    }
  }
  return { trees, refusals, spotOf: (at) => spot(lineCounter, at) };
}

function spot(lineCounter: LineCounter, at: number): { readonly line: number; readonly column: number } {
  const { line, col } = lineCounter.linePos(at);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function documentsOf(text: string, lineCounter: LineCounter, refusals: Refusal[]): readonly Document.Parsed[] {
  const beyond = beyondBounds(text);
  if (beyond) {
    refusals.push(beyond);
    return [];
  }
  try {
    // keys are compared below: the parser's own check takes quadratic time
    const found = parseAllDocuments(text, { lineCounter, uniqueKeys: false, prettyErrors: false, logLevel: 'silent' });
    return 'empty' in found ? [] : (found as readonly Document.Parsed[]);
  } catch (error) {
    refusals.push(Refusal.of(error));
    return [];
  }
}

/** What the parser is not shown: it calls itself for each level, and takes quadratic time over `- - - -`. */
function beyondBounds(text: string): Refusal | null {
  if (text.length > LONGEST_FILE) return new Refusal(0, 'size', `the file is longer than ${LONGEST_FILE} characters`);
  if (text.split(/^---/m, MOST_DOCUMENTS + 2).length > MOST_DOCUMENTS + 1)
    return new Refusal(0, 'size', `more than ${MOST_DOCUMENTS} documents`);
  const deep = /(?:[[{][\s]*){33}|(?:[-?:][ \t]+){33}/.exec(text);
  return deep && new Refusal(deep.index, 'nesting', `deeper than ${DEEPEST} levels`);
}

function treeOf(document: Document.Parsed): Tree | null {
  const [error] = document.errors;
  if (error) throw new Refusal(error.pos[0], 'yaml', error.message.split('\n')[0] ?? 'broken');
  const { contents } = document;
  if (contents === null || (isScalar(contents) && contents.value === null)) return null;
  return new Reader().read(contents, 0);
}

/** One document, with its aliases written out within bounds. */
class Reader {
  readonly #anchors = new Map<string, Node>();
  #nodes = 0;

  read(node: unknown, depth: number): Tree {
    const at = (node as Node | null)?.range?.[0] ?? 0;
    this.#nodes += 1;
    if (this.#nodes > MOST_NODES) throw new Refusal(at, 'size', `more than ${MOST_NODES} values, aliases written out`);
    if (depth > DEEPEST) throw new Refusal(at, 'nesting', `deeper than ${DEEPEST} levels`);
    if (isAlias(node)) return this.read(this.#target(node.source, at), depth + 1);
    const { anchor } = (node ?? {}) as { anchor?: string };
    if (anchor !== undefined) this.#anchors.set(anchor, node as Node);
    if (isScalar(node)) return scalarOf(node.value, node.source, at);
    if (isSeq(node)) return { kind: 'list', at, items: node.items.map((item) => this.read(item, depth + 1)) };
    if (isMap(node)) return { kind: 'map', at, entries: this.#entries(node.items, depth) };
    return scalarOf(null, '', at);
  }

  #target(name: string, at: number): Node {
    const node = this.#anchors.get(name);
    if (node) return node;
    throw new Refusal(at, 'yaml', `alias to ${name}, which stands nowhere before it`);
  }

  #entries(pairs: readonly { key: unknown; value: unknown }[], depth: number): readonly Entry[] {
    const seen = new Set<string>();
    return pairs.map((pair) => {
      const key = this.read(pair.key, depth + 1);
      if (key.kind !== 'scalar') throw new Refusal(key.at, 'yaml', 'a key that is no text');
      const name = key.text;
      if (name === '<<') throw new Refusal(key.at, 'yaml', 'merge keys are no part of YAML 1.2');
      if (seen.has(name)) throw new Refusal(key.at, 'yaml', `the key ${name} stands twice`);
      seen.add(name);
      return { at: key.at, key: name, value: this.read(pair.value, depth + 1) };
    });
  }
}

function scalarOf(value: unknown, source: string | undefined, at: number): Scalar {
  const isPlain = value === null || ['string', 'number', 'boolean'].includes(typeof value);
  const known = isPlain ? (value as ScalarValue) : String(value);
  const text = typeof known === 'string' ? known : (source ?? String(known));
  if (text.length > LONGEST_TEXT) throw new Refusal(at, 'size', `a text longer than ${LONGEST_TEXT} characters`);
  return { kind: 'scalar', at, value: known, text };
}

/** The value under a key. */
export const entryOf = (map: Mapping, key: string): Entry | undefined => map.entries.find((one) => one.key === key);

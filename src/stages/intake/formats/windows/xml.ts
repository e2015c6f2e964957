/**
 * The XML of Windows events and nothing more of XML: elements, attributes, text, the five named and the numeric
 * character references. Document types, and with them entities, are refused. One pass, no recursion.
 */
import { noFields } from '../../fields.ts';

type Tree = Record<string, unknown>;

const MAX_DEPTH = 12;
const MAX_ELEMENTS = 2_000;

export function isXmlEvent(text: string): boolean {
  const head = text.slice(0, 400).trimStart();
  return (
    head.startsWith('<Event ') || head.startsWith('<Event>') || (head.startsWith('<?xml') && head.includes('<Event'))
  );
}

/** The tree below Event: text elements as strings, elements with attributes as {@name, #text}; null where it is malformed. */
export function xmlTree(text: string): Tree | null {
  const root: Tree = noFields();
  const open: Open[] = [{ name: '', tree: root, text: '' }];
  let elements = 0;
  for (let at = text.indexOf('<'); at >= 0; ) {
    const close = tagEnd(text, at);
    if (close < 0 || text[at + 1] === '!') return null;
    const next = text.indexOf('<', close);
    const tag = text.slice(at + 1, close);
    const behind = text.slice(close + 1, next < 0 ? text.length : next);
    if (!tag.startsWith('?')) {
      if (++elements > MAX_ELEMENTS || open.length > MAX_DEPTH || !step(open, tag, behind)) return null;
    }
    at = next;
  }
  return open.length === 1 && typeof root.Event === 'object' ? (root.Event as Tree) : null;
}

interface Open {
  readonly name: string;
  readonly tree: Tree;
  text: string;
}

/** End of the tag, a `>` inside of a quoted attribute left aside. */
function tagEnd(text: string, from: number): number {
  let quote = '';
  for (let at = from + 1; at < text.length; at++) {
    const character = text[at] as string;
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at;
    else if (character === '<') return -1;
  }
  return -1;
}

function step(open: Open[], tag: string, behind: string): boolean {
  if (tag.startsWith('/')) {
    const closed = open.pop();
    const parent = open.at(-1);
    if (!closed || !parent || closed.name !== tag.slice(1).trim()) return false;
    attach(parent.tree, closed);
    return true;
  }
  const empty = tag.endsWith('/');
  const element = opened(empty ? tag.slice(0, -1) : tag);
  if (element.name === '') return false;
  if (empty) attach((open.at(-1) as Open).tree, element);
  else open.push({ ...element, text: unescaped(behind) });
  return true;
}

function opened(tag: string): Open {
  const space = tag.search(/\s/);
  const tree: Tree = noFields();
  if (space > 0)
    for (const [, name, , double, single] of tag.matchAll(ATTRIBUTE))
      tree[`@${name}`] = unescaped(double ?? single ?? '');
  return { name: space > 0 ? tag.slice(0, space) : tag, tree, text: '' };
}
const ATTRIBUTE = /\s([\w:.-]{1,80})\s?=\s?("([^"]*)"|'([^']*)')/g;

function attach(parent: Tree, { name, tree, text }: Open): void {
  let plain = true;
  for (const _ in tree) {
    plain = false;
    break;
  }
  if (!plain && text.trim() !== '') tree['#text'] = text;
  const value = plain ? text : tree;
  const before = parent[name];
  if (before === undefined) parent[name] = value;
  else if (Array.isArray(before)) before.push(value);
  else parent[name] = [before, value];
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function unescaped(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(lt|gt|amp|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (name) return NAMED[name] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code <= 0x10_ffff ? String.fromCodePoint(code) : whole;
  });
}

import type { DictionaryEntry } from './entry.ts';
import { isInsideWord } from './words.ts';

/** Puts right forms in the place of wrong ones. */
export interface Corrector {
  /**
   * The text with every wrong form that stands in it as whole words replaced, from left to right, the longest first. What
   * was put in is not looked at again. In proportion to the text.
   */
  apply(text: string): string;
}

interface Node {
  readonly next: Map<number, Node>;
  right?: string;
}

/** Of the entries of one tenant, in the order in which they came: of several with the same wrong form, the last one counts. */
export function correctorOf(entries: readonly Pick<DictionaryEntry, 'wrong' | 'right'>[]): Corrector {
  const root: Node = { next: new Map() };
  // half a character would be found in the middle of another
  for (const { wrong, right } of entries) if (wrong.isWellFormed()) leaf(root, wrong).right = right;
  return { apply: (text) => (root.next.size === 0 ? text : replaced(text, root)) };
}

function leaf(root: Node, form: string): Node {
  let node = root;
  for (let at = 0; at < form.length; at++) {
    const unit = form.charCodeAt(at);
    const next = node.next.get(unit) ?? { next: new Map() };
    node.next.set(unit, next);
    node = next;
  }
  return node;
}

function replaced(text: string, root: Node): string {
  let made = '';
  let kept = 0;
  for (let at = 0; at < text.length; ) {
    const found = root.next.has(text.charCodeAt(at)) && !isInsideWord(text, at) ? longest(text, at, root) : null;
    if (found === null) {
      at += 1;
      continue;
    }
    made += text.slice(kept, at) + found.right;
    at = found.end;
    kept = at;
  }
  return made + text.slice(kept);
}

/** The longest form that stands at a place and ends where no word goes on. Goes no further than the longest of all forms. */
function longest(text: string, start: number, root: Node): { readonly end: number; readonly right: string } | null {
  let found: { end: number; right: string } | null = null;
  let node: Node | undefined = root;
  for (let end = start; end < text.length; ) {
    node = node.next.get(text.charCodeAt(end++));
    if (node === undefined) break;
    if (node.right !== undefined && !isInsideWord(text, end)) found = { end, right: node.right };
  }
  return found;
}

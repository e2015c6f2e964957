import { idOf } from '../../domain/uuid5.ts';
import type { Tree } from './tree.ts';

/** Digest of a document: it stays the same when only comments, places or the order of its keys change. */
export const digestOf = (tree: Tree): string => idOf(JSON.stringify(plain(tree)));

function plain(tree: Tree): unknown {
  if (tree.kind === 'scalar') return tree.text;
  if (tree.kind === 'list') return tree.items.map(plain);
  const entries = tree.entries.map(({ key, value }) => [key, plain(value)] as const);
  return { map: entries.sort(([a], [b]) => (a < b ? -1 : 1)) };
}

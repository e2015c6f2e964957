import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from './target.ts';

const FOLDER = join(import.meta.dirname, 'corpus');

export interface Entry<I> {
  /** Path below the corpus. */
  readonly path: string;
  readonly input: I;
}

/** Every kept input of a target, by name of its file. */
export function corpusOf<I>({ name, file }: Pick<Target<I>, 'name' | 'file'>): readonly Entry<I>[] {
  const folder = join(FOLDER, name);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((entry) => ({ path: `${name}/${entry}`, input: file.read(readFileSync(join(folder, entry))) }));
}

export const corpusFolders = (): readonly string[] => readdirSync(FOLDER).sort();

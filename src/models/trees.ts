import { parseTrees, type Trees } from '../detectors/attribution/trees.ts';
import type { TreesManifest } from './manifest.ts';

export type { Trees };

/** Parses the trees.json of a model; the error names the fault. */
export function treesOf({ inputs, trees: { file } }: TreesManifest, json: unknown): Trees {
  const trees = parseTrees(json);
  const width = inputs.reduce((sum, input) => sum + input.width, 0);
  if (trees.width > width) throw new Error(`${file}: asks for ${trees.width} columns, a row has ${width}`);
  return trees;
}

import { writeFileSync } from 'node:fs';
import { fileNames, readLines } from '../../src/source/lines.ts';

/** A row that an attack caused. */
export interface Labelled {
  /** "<file>:<line>", as feature files name their rows. */
  readonly place: string;
  readonly step: string;
}

/** Writes NAME.labels beside a feature file: a line for each row that an attack caused; empty where none did. */
export function writeLabels(path: string, labelled: readonly Labelled[]): void {
  writeFileSync(path, labelled.map(({ place, step }) => `${place}\t${step}\n`).join(''));
}

/** Rows of files of evidenceforge that a step caused. `steps`: step by id of the row. */
export async function labelledRows(
  files: readonly string[],
  steps: ReadonlyMap<string, string>,
): Promise<readonly Labelled[]> {
  const names = fileNames(files);
  const found: Labelled[] = [];
  for (const [at, path] of files.entries())
    for await (const lines of readLines(path, names[at]))
      for (const { file, number, bytes } of lines) {
        const step = steps.get(idOf(bytes));
        if (step !== undefined) found.push({ place: `${file}:${number}`, step });
      }
  return found;
}

const idOf = (bytes: Uint8Array): string => (JSON.parse(Buffer.from(bytes).toString()) as { readonly id: string }).id;

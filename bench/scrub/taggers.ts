import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../src/detectors/personal-data/personal-type.ts';
import { SHIPPED_MODELS } from '../../src/local-ports.ts';
import { type TaggerPort, taggedText } from '../../src/models/tagger.ts';
import { openTagger } from '../../src/shell/onnx/tagger.ts';
import { folderStore } from '../../src/shell/registry/folder-store.ts';
import { modelRegistry } from '../../src/shell/registry/model-registry.ts';
import type { LabelledText } from './score.ts';

const PATIENT_MS = 600_000;
const BATCH = 256;

/** The tagger of a folder of models. */
export async function openedTagger(models = SHIPPED_MODELS): Promise<TaggerPort> {
  const tagger = await openTagger({ source: modelRegistry(folderStore(models)), attemptMs: PATIENT_MS });
  if (tagger === null) throw new Error(`there is no tagger in ${models}`);
  return tagger;
}

/** What a tagger finds in each of the texts, some hundred at a time as the command reads them. */
export async function taggedBy(
  tagger: TaggerPort,
  rows: readonly LabelledText[],
): Promise<readonly (readonly Finding[])[]> {
  const found: (readonly Finding[])[] = [];
  for (let at = 0; at < rows.length; at += BATCH)
    found.push(...(await Promise.all(rows.slice(at, at + BATCH).map(({ text }) => findingsBy(tagger, text)))));
  return found;
}

async function findingsBy(tagger: TaggerPort, text: string): Promise<readonly Finding[]> {
  const answer = await taggedText(tagger, text, PATIENT_MS);
  if (!answer.ok) throw new Error(`the tagger has not answered: ${answer.reason}`);
  return answer.findings;
}

export interface FoldTaggers {
  /** What is found in each row of a set by the model that has not seen its template. */
  tagged(set: string, rows: readonly LabelledText[]): Promise<readonly (readonly Finding[])[]>;
  close(): Promise<unknown>;
}

/** The models of the folds of a training; null where no folder is given. */
export async function foldTaggers(folder: string | undefined): Promise<FoldTaggers | null> {
  if (folder === undefined) return null;
  const lines = readFileSync(join(folder, 'folds.ndjson'), 'utf8').trimEnd().split('\n');
  const foldOf = new Map(lines.map((line) => JSON.parse(line)).map(({ set, id, fold }) => [`${set} ${id}`, fold]));
  const folds = [...new Set(foldOf.values())].toSorted();
  const taggers = new Map(
    await Promise.all(folds.map(async (fold) => [fold, await openedTagger(join(folder, `${fold}`))] as const)),
  );
  return {
    async tagged(set, rows) {
      const found = new Map<string, readonly Finding[]>();
      for (const [fold, tagger] of taggers) {
        const theirs = rows.filter(({ id }) => foldOf.get(`${set} ${id}`) === fold);
        const said = await taggedBy(tagger, theirs);
        for (const [at, { id }] of theirs.entries()) found.set(id, said[at] ?? []);
      }
      return rows.map(({ id }) => {
        const findings = found.get(id);
        if (findings === undefined) throw new Error(`${folder} has no fold of ${set} ${id}: train again`);
        return findings;
      });
    },
    close: () => Promise.all([...taggers.values()].map((tagger) => tagger.close())),
  };
}

import { Command } from 'commander';
import { FEATURE_HASH, FEATURE_SET } from '../detectors/feature-set.ts';
import { hitsOfText } from '../detectors/heuristics/hostile-text.ts';
import { TEXT_VOCABULARY } from '../detectors/text/grams.ts';
import { MOST_IDS, textIds } from '../detectors/text/text-ids.ts';
import { SHIPPED_MODELS } from '../local-ports.ts';
import { compareVersions } from '../models/versions.ts';
import { openModels } from '../shell/onnx/models.ts';
import { folderStore } from '../shell/registry/folder-store.ts';
import { modelRegistry } from '../shell/registry/model-registry.ts';
import { inferenceConfigSchema } from '../stages/inference/config.ts';
import type { ModelPort } from '../stages/inference/ports.ts';
import { type NamedText, readTexts } from './lines/read-texts.ts';
import { scoreTexts, type TextModel } from './lines/text-scores.ts';
import { jsonLine, say, write } from './output.ts';

const EXAMPLES = `
Examples:
  $ vedette score-lines lines.ndjson                    how hostile is each text, and why?
  $ zcat app.log.gz | jq -cR '{id:input_line_number,text:.}' | vedette score-lines - > scores.ndjson
  $ vedette score-lines lines.ndjson.zst --models ./models

Reads {"id":"17","text":"..."} and writes, in the same order, 0 harmless to 1 hostile:
  {"id":"17","score":0.97,"reasons":["prompt-injection","order_verdict","names_a_model"]}
`;

interface Flags {
  readonly models: string;
  readonly ids?: boolean;
}

/** `vedette score-lines FILE` */
export function scoreLinesCommand(): Command {
  return new Command('score-lines')
    .description('say how hostile log lines or fields are: injected orders, forged lines, escapes, payloads')
    .argument('<file>', 'plain, .gz or .zst; - is stdin')
    .option('--models <dir>', 'folder of models', SHIPPED_MODELS)
    .option('--ids', 'write what the text model reads instead, {"id","ids","hits"} after a header, for the trainer')
    .addHelpText('before', EXAMPLES)
    .action(run);
}

async function run(file: string, { models, ids }: Flags): Promise<void> {
  if (ids === true) return writeIds(file);
  const port = await openModels({ source: modelRegistry(folderStore(models)), lingerMs: 0, attemptMs: PATIENT_MS });
  try {
    await writeScores(file, port);
  } finally {
    await port.close();
  }
}

async function writeIds(file: string): Promise<void> {
  await write(`${JSON.stringify(HEADER)}\n`);
  for await (const texts of readTexts(file)) await write(texts.map(idsLine).join(''));
}

/** What a reader has to know of every line, once a file. */
const HEADER = { featureSet: FEATURE_SET, featureHash: FEATURE_HASH, vocabulary: TEXT_VOCABULARY, length: MOST_IDS };

function idsLine({ id, text }: NamedText): string {
  const hits = hitsOfText(text).map(({ probability }) => probability);
  return `${jsonLine({ id, ids: [...textIds(text)], hits })}\n`;
}

// What is found must not depend on how busy the machine is
const PATIENT_MS = 600_000;
const CONFIG = inferenceConfigSchema.parse({ deadlineMs: PATIENT_MS });

async function writeScores(file: string, port: ModelPort): Promise<void> {
  const model = textModel(port);
  if (model === null) say('no text model serves: texts are scored by rules alone (degraded)');
  for await (const texts of readTexts(file)) {
    const scores = await scoreTexts(
      texts.map(({ text }) => text),
      model,
      CONFIG,
    );
    await write(texts.map(({ id }, place) => `${jsonLine({ id, ...scores[place] })}\n`).join(''));
  }
}

/** The newest text model of the folder. */
function textModel(port: ModelPort): TextModel | null {
  const found = port
    .describe()
    .flatMap((state) => (state.ok && state.manifest.kind === 'text' ? [state.manifest] : []));
  const [manifest] = found.toSorted((a, b) => compareVersions(b.version, a.version));
  return manifest === undefined ? null : { port, manifest };
}

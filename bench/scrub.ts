/**
 * What the recognisers of personal data find and leave: by set, type and half of the templates, how many texts the last
 * look stops, and lines a second of one core; and the same with the tagger of `models/`. Prints JSON; about two minutes.
 * Data: VEDETTE_DATA. Texts that the tagger learned from are judged by models that saw no row of their template: in the
 * folder FOLDS, which `python -m vedette_trainer tagger --folds` writes. Without it only MEDDOCAN's dev is judged, and speed.
 *   npm run -s bench -- bench/scrub.ts [FOLDS]
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { findPersonalData } from '../src/detectors/personal-data/find-personal-data.ts';
import { leftovers } from '../src/detectors/personal-data/last-pass/leftovers.ts';
import type { Finding } from '../src/detectors/personal-data/personal-type.ts';
import { pseudonymsOf } from '../src/detectors/personal-data/pseudonyms/pseudonyms.ts';
import { scrubText } from '../src/detectors/personal-data/scrub-text.ts';
import { benchHeader, dataFolder, report } from './data.ts';
import { type LabelledText, type SearchedText, scoreSpans } from './scrub/score.ts';
import { foldTaggers, openedTagger, taggedBy } from './scrub/taggers.ts';

const ROUNDS = 3;
const pseudonyms = pseudonymsOf(Buffer.from('a secret that only a bench has'), 'bench');

const spansOf = ({ text, lang }: LabelledText, also?: readonly Finding[]) =>
  findPersonalData(text, { language: lang, also });

const labelledSet = (name: string): readonly LabelledText[] =>
  gunzipSync(readFileSync(join(dataFolder('pii'), `${name}.jsonl.gz`)))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line): LabelledText => JSON.parse(line));

const searched = (rows: readonly LabelledText[]): readonly SearchedText[] =>
  rows.map((row) => ({ ...row, found: spansOf(row) }));

/**
 * Number of a row's template; names of Presidio's are hexadecimal. The recognisers were first written on even templates,
 * later errors of odd ones were looked at too: but never of Presidio's that leave 3 when divided by 4, nor of MEDDOCAN's dev.
 */
const templateOf = ({ template = 0 }: LabelledText): number =>
  typeof template === 'string' ? Number.parseInt(template.slice(0, 4), 16) : template;

function figures(rows: readonly SearchedText[]) {
  const stopped = rows.filter((row) => {
    const { text, inserted } = scrubText(row.text, row.found, pseudonyms);
    return leftovers(text, inserted).length > 0;
  });
  return { ...scoreSpans(rows), texts_stopped: stopped.length };
}

type Searching = (rows: readonly LabelledText[]) => Promise<unknown>;

/** Texts a second of processor time, of all threads, through search, pseudonyms and last look: the fastest round. */
async function perCoreSecond(rows: readonly LabelledText[], search: Searching) {
  const rates: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const before = process.cpuUsage();
    await search(rows);
    const { user, system } = process.cpuUsage(before);
    rates.push((rows.length / (user + system)) * 1e6);
  }
  return Math.round(Math.max(...rates));
}

/** All that happens to a text. */
function scrubbed(row: LabelledText, also?: readonly Finding[]): void {
  const { text, inserted } = scrubText(row.text, spansOf(row, also), pseudonyms);
  leftovers(text, inserted);
}

const parts = (
  name: string,
  rows: readonly SearchedText[],
  isEven = (row: SearchedText) => templateOf(row) % 2 === 0,
) => ({
  [name]: figures(rows),
  [`${name}Even`]: scoreSpans(rows.filter(isEven)),
  [`${name}Odd`]: scoreSpans(rows.filter((row) => !isEven(row))),
});

const all = (sets: Sets) => ({
  ...parts('loglines', sets.loglines_dev),
  ...parts('presidio', sets['presidio_synth_v2.en']),
  presidioUnseen: scoreSpans(sets['presidio_synth_v2.en'].filter((row) => templateOf(row) % 4 === 3)),
  meddocanTrain: figures(sets['meddocan_train.es']),
});

const NAMES = ['loglines_dev', 'presidio_synth_v2.en', 'meddocan_train.es'] as const;
type Sets = Readonly<Record<(typeof NAMES)[number], readonly SearchedText[]>>;

const lines = labelledSet('loglines_dev');
const dev = labelledSet('meddocan_dev.es');
const plain = Object.fromEntries(NAMES.map((name) => [name, searched(labelledSet(name))])) as Sets;

async function withTagger() {
  const tagger = await openedTagger();
  const folds = await foldTaggers(process.argv[2]);
  const judged: Partial<Record<keyof Sets, readonly SearchedText[]>> = {};
  for (const name of folds ? NAMES : []) {
    const found = await folds?.tagged(name, plain[name]);
    judged[name] = plain[name].map((row, at) => ({ ...row, found: spansOf(row, found?.[at]) }));
  }
  const found = await taggedBy(tagger, dev);
  const search: Searching = async (rows) => {
    const also = await taggedBy(tagger, rows);
    for (const [at, row] of rows.entries()) scrubbed(row, also[at]);
  };
  const told = {
    ...(folds && all(judged as Sets)),
    meddocanDev: figures(dev.map((row, at) => ({ ...row, found: spansOf(row, found[at]) }))),
    linesPerCoreSecond: await perCoreSecond(lines, search),
  };
  await Promise.all([tagger.close(), folds?.close()]);
  return told;
}

report(benchHeader('scrub', ['libphonenumber-js', 'onnxruntime-node']), {
  patterns: {
    ...all(plain),
    meddocanDev: figures(searched(dev)),
    linesPerCoreSecond: await perCoreSecond(lines, async (rows) => {
      for (const row of rows) scrubbed(row);
    }),
  },
  withTagger: await withTagger(),
});

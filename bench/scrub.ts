/**
 * What the recognisers of personal data find and leave, without a model: by set, type and half of the templates, how many
 * texts the last look stops, and lines a second of one core. Prints JSON; about a minute. Data: VEDETTE_DATA.
 *   npm run -s bench -- bench/scrub.ts
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { inCodePoints } from '../src/detectors/personal-data/code-points.ts';
import { findPersonalData } from '../src/detectors/personal-data/find-personal-data.ts';
import { leftovers } from '../src/detectors/personal-data/last-pass/leftovers.ts';
import { pseudonymsOf } from '../src/detectors/personal-data/pseudonyms/pseudonyms.ts';
import { scrubText } from '../src/detectors/personal-data/scrub-text.ts';
import { benchHeader, dataFolder, report } from './data.ts';
import { type LabelledText, scoreSpans } from './scrub/score.ts';

const ROUNDS = 3;
const pseudonyms = pseudonymsOf(Buffer.from('a secret that only a bench has'), 'bench');

const read = (name: string): readonly LabelledText[] =>
  gunzipSync(readFileSync(join(dataFolder('pii'), `${name}.jsonl.gz`)))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

const spansOf = ({ text, lang }: LabelledText) => findPersonalData(text, { language: lang });
const scoreOf = (rows: readonly LabelledText[]) =>
  scoreSpans(
    rows,
    rows.map((row) => inCodePoints(row.text, spansOf(row))),
  );

/**
 * Number of a row's template; names of Presidio's are hexadecimal. The recognisers were first written on even templates,
 * later errors of odd ones were looked at too: but never of Presidio's that leave 3 when divided by 4, nor of MEDDOCAN's dev.
 */
const templateOf = ({ template = 0 }: LabelledText): number =>
  typeof template === 'string' ? Number.parseInt(template.slice(0, 4), 16) : template;

function figures(rows: readonly LabelledText[]) {
  const stopped = rows.filter((row) => {
    const { text, inserted } = scrubText(row.text, spansOf(row), pseudonyms);
    return leftovers(text, inserted).length > 0;
  });
  return { ...scoreOf(rows), textsStopped: stopped.length };
}

/** Texts a second of processor time through search, pseudonyms and last look: the fastest round. */
function perCoreSecond(rows: readonly LabelledText[]) {
  const rates = Array.from({ length: ROUNDS }, () => {
    const before = process.cpuUsage();
    searched(rows);
    const { user, system } = process.cpuUsage(before);
    return (rows.length / (user + system)) * 1e6;
  });
  return Math.round(Math.max(...rates));
}

/** All that happens to a text. */
function searched(rows: readonly LabelledText[]): void {
  for (const row of rows) {
    const { text, inserted } = scrubText(row.text, spansOf(row), pseudonyms);
    leftovers(text, inserted);
  }
}

const lines = read('loglines_dev');
const presidio = read('presidio_synth_v2.en');
report(benchHeader('scrub', ['libphonenumber-js']), {
  loglines: figures(lines),
  loglinesEven: scoreOf(lines.filter((row) => templateOf(row) % 2 === 0)),
  loglinesOdd: scoreOf(lines.filter((row) => templateOf(row) % 2 === 1)),
  presidio: figures(presidio),
  presidioEven: scoreOf(presidio.filter((row) => templateOf(row) % 2 === 0)),
  presidioOdd: scoreOf(presidio.filter((row) => templateOf(row) % 2 === 1)),
  presidioUnseen: scoreOf(presidio.filter((row) => templateOf(row) % 4 === 3)),
  meddocanTrain: figures(read('meddocan_train.es')),
  meddocanDev: figures(read('meddocan_dev.es')),
  linesPerCoreSecond: perCoreSecond(lines),
});

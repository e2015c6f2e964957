import type { AitFigures } from './ait.ts';
import type { LineFigures } from './lines.ts';
import type { StorylineFigures } from './storyline.ts';

export interface Figures {
  readonly ait?: AitFigures;
  readonly 'ait-without-aminer'?: AitFigures;
  readonly lines?: LineFigures;
  readonly 'lines-strict'?: LineFigures;
  readonly storyline?: StorylineFigures;
}

type Row = readonly [data: string, metric: string, figure: string, bar: string];

/** Markdown. */
export function tableOf({
  ait,
  'ait-without-aminer': harder,
  lines,
  'lines-strict': strict,
  storyline,
}: Figures): string {
  const rows: readonly Row[] = [
    ...(ait ? windowRows('ait-ads, harrison and santos', ait, ['0.92', '0.90', '17']) : []),
    ...(harder ? windowRows('the same without AMiner rules', harder, ['–', '–', '–']) : []),
    ...(ait ? thresholdRows(ait) : []),
    ...(lines ? lineRows('log-injection, families and templates held out', lines, ['0.85', '0.96', '0.02']) : []),
    ...(strict ? lineRows('the same, our templates of the family left out too', strict, ['–', '–', '–']) : []),
    ...(storyline ? storylineRows(storyline) : []),
    ...(ait ? calibrationRows(ait) : []),
  ];
  return [['data', 'metric', 'figure', 'bar'], ['---', '---', '---', '---'], ...rows]
    .map((row) => `| ${row.join(' | ')} |`)
    .join('\n');
}

function windowRows(data: string, figures: AitFigures, [precision, recall, steps]: readonly string[]): readonly Row[] {
  const [low, high] = figures.average_precision_95;
  return [
    [data, 'average precision', `${short(figures.average_precision)} (${short(low)}–${short(high)})`, precision ?? ''],
    [data, 'recall at FPR 1e-3', short(figures['recall_at_fpr_0.001']), recall ?? ''],
    [data, 'steps at FPR 1e-3', `${figures['steps_at_fpr_0.001']} of ${figures.steps}`, steps ?? ''],
  ];
}

const thresholdRows = (figures: AitFigures): readonly Row[] => [
  ['ait-ads val, at the shipped threshold', 'precision', short(figures.precision_at_threshold), '0.90'],
  ['ait-ads val, at the shipped threshold', 'recall', short(figures.recall_at_threshold), '0.85'],
];

const lineRows = (data: string, figures: LineFigures, [recall, auroc, hit]: readonly string[]): readonly Row[] => [
  [data, 'recall at 1 % FPR', short(figures.recallAt1Percent), recall ?? ''],
  [data, 'AUROC', short(figures.auroc), auroc ?? ''],
  [data, 'hard negatives hit', short(figures.hardNegativesHit), hit ?? ''],
];

const storylineRows = ({ found, steps, recall }: StorylineFigures): readonly Row[] => [
  [
    'evidenceforge branch-office and saas-phish',
    'steps at 2 false alerts per host-day',
    `${found} of ${steps} (${short(recall)})`,
    '0.50',
  ],
];

const calibrationRows = ({ calibration }: AitFigures): readonly Row[] => [
  ['ait-ads val, host-minutes', 'expected calibration error', short(calibration.ece), '0.05'],
  [
    `of them ${calibration.notable} said to be at least 0.1`,
    'expected calibration error',
    short(calibration.eceWhereNotable),
    '–',
  ],
];

const short = (value: number): string => value.toFixed(3);

import type { PersonalSpan } from '../../src/detectors/personal-data/personal-type.ts';

/** A text of a labelled set. Places in Unicode code points. */
export interface LabelledText {
  readonly id: string;
  readonly lang: 'en' | 'es';
  readonly text: string;
  readonly template?: number | string;
  readonly spans: readonly { readonly start: number; readonly end: number; readonly type: string }[];
}

/** What scorers/score_spans.py prints. */
export interface SpanScore {
  readonly texts: number;
  readonly spans: number;
  readonly spanRecall: number;
  readonly textsLeaking: number;
  readonly charPrecision: number;
  readonly cleanTextsTouched: number;
  readonly recallByType: Readonly<Record<string, number>>;
}

/** Scores what was found in each text by the rules of scorers/score_spans.py. */
export function scoreSpans(rows: readonly LabelledText[], found: readonly (readonly PersonalSpan[])[]): SpanScore {
  const byType = new Map<string, { total: number; removed: number }>();
  const count = { leaking: 0, covered: 0, right: 0, clean: 0, touched: 0 };
  for (const [place, { text, spans }] of rows.entries()) {
    const signs = Array.from(text, (sign) => /[\p{L}\p{N}]/u.test(sign));
    const covered = marked(signs.length, found[place] ?? []);
    const labelled = marked(signs.length, spans);
    const missed = spans.filter(({ start, end, type }) => {
      const isWhole = signs.slice(start, end).every((isSign, at) => !isSign || covered[start + at] === 1);
      const counts = byType.get(type) ?? { total: 0, removed: 0 };
      byType.set(type, { total: counts.total + 1, removed: counts.removed + (isWhole ? 1 : 0) });
      return !isWhole;
    });
    const touched = signs.flatMap((isSign, at) => (isSign && covered[at] === 1 ? [at] : []));
    count.leaking += missed.length > 0 ? 1 : 0;
    count.covered += touched.length;
    count.right += touched.filter((at) => labelled[at] === 1).length;
    count.clean += spans.length === 0 ? 1 : 0;
    count.touched += spans.length === 0 && touched.length > 0 ? 1 : 0;
  }
  const all = [...byType.values()];
  const total = all.reduce((sum, one) => sum + one.total, 0);
  const removed = all.reduce((sum, one) => sum + one.removed, 0);
  return {
    texts: rows.length,
    spans: total,
    spanRecall: ratio(removed, total),
    textsLeaking: ratio(count.leaking, rows.length),
    charPrecision: ratio(count.right, count.covered),
    cleanTextsTouched: ratio(count.touched, count.clean),
    recallByType: Object.fromEntries(
      [...byType].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([type, one]) => [type, ratio(one.removed, one.total)]),
    ),
  };
}

const ratio = (part: number, whole: number): number => Math.round((part / Math.max(1, whole)) * 10_000) / 10_000;

function marked(length: number, spans: readonly { readonly start: number; readonly end: number }[]): Uint8Array {
  const marks = new Uint8Array(length);
  for (const { start, end } of spans) marks.fill(1, start, end);
  return marks;
}

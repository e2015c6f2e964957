import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inCodePoints } from '../../src/detectors/personal-data/code-points.ts';
import type { PersonalSpan } from '../../src/detectors/personal-data/personal-type.ts';
import { scorer } from '../detection/trainer.ts';

/** A text of a labelled set. Places in Unicode code points. */
export interface LabelledText {
  readonly id: string;
  readonly lang: 'en' | 'es';
  readonly text: string;
  readonly template?: number | string;
  readonly spans: readonly { readonly start: number; readonly end: number; readonly type: string }[];
}

/** A labelled text and what was found in it. */
export interface SearchedText extends LabelledText {
  readonly found: readonly PersonalSpan[];
}

/** What score_spans.py says of texts. */
export interface SpanScore {
  readonly texts: number;
  readonly spans: number;
  readonly span_recall: number;
  readonly texts_leaking: number;
  readonly char_precision: number;
  readonly clean_texts_touched: number;
  readonly recall_by_type: Readonly<Record<string, number>>;
}

export function scoreSpans(rows: readonly SearchedText[]): SpanScore {
  const folder = mkdtempSync(join(tmpdir(), 'vedette-bench-'));
  const written = (name: string, of: (row: SearchedText) => object): string => {
    writeFileSync(join(folder, name), rows.map((row) => `${JSON.stringify(of(row))}\n`).join(''));
    return join(folder, name);
  };
  try {
    const truth = written('truth.ndjson', ({ found: _, ...row }) => row);
    const found = written('found.ndjson', (row) => ({ id: row.id, spans: inCodePoints(row.text, row.found) }));
    return scorer('score_spans.py', ['--truth', truth, '--found', found]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

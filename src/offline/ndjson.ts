import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { columnsOf } from './columns.ts';
import type { FeatureFile } from './feature-file.ts';
import type { OfflineRow } from './features.ts';
import { FEATURE_HEADER } from './header.ts';

/** A line that names the feature set, then a line for each row. */
export function ndjsonFile(path: string): FeatureFile {
  const stream = createWriteStream(path, { highWaterMark: 1 << 20 });
  stream.write(`${JSON.stringify(FEATURE_HEADER)}\n`);
  return {
    async write(rows) {
      const text = rows.map((row) => `${line(row)}\n`).join('');
      if (!stream.write(text)) await once(stream, 'drain');
    },
    close: () => finished(stream.end()),
  };
}

function line(row: OfflineRow): string {
  const { vector, tokens, ...columns } = columnsOf(row);
  return JSON.stringify({ ...columns, vector: Array.from(vector), tokens: Array.from(tokens) });
}

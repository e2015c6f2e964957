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
  const written = finished(stream);
  // a fault is told by the next write, or by close
  written.catch(() => {});
  stream.write(`${JSON.stringify(FEATURE_HEADER)}\n`);
  return {
    async write(rows) {
      if (stream.errored) throw stream.errored;
      const text = rows.map((row) => `${line(row)}\n`).join('');
      if (!stream.write(text)) await once(stream, 'drain');
    },
    async close() {
      stream.end();
      await written;
    },
  };
}

function line(row: OfflineRow): string {
  const { vector, tokens, codeTokens, codeValues, ...columns } = columnsOf(row);
  return JSON.stringify({
    ...columns,
    vector: Array.from(vector),
    tokens: Array.from(tokens),
    codeTokens: Array.from(codeTokens),
    codeValues: Array.from(codeValues),
  });
}

import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import {
  type Data,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  List,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  Uint16,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { columnsOf, type FeatureColumns } from './columns.ts';
import type { FeatureFile } from './feature-file.ts';
import { FEATURE_HEADER } from './header.ts';

const vectorType = new FixedSizeList(FEATURE_HEADER.names.length, new Field('item', new Float32()));
const tokensType = new FixedSizeList(FEATURE_HEADER.length, new Field('item', new Uint16()));
const hitsType = new List(new Field('item', new Utf8()));
const TEXTS = ['id', 'tenant', 'entity', 'class', 'source'] as const;

const schema = new Schema(
  [
    ...TEXTS.map((name) => new Field(name, new Utf8())),
    new Field('time', new Float64()),
    new Field('vector', vectorType),
    new Field('tokens', tokensType),
    new Field('hits', hitsType),
  ],
  new Map([['vedette', JSON.stringify(FEATURE_HEADER)]]),
);

/** An Arrow IPC file; the schema's metadata name the feature set under `vedette`. */
export function arrowFile(path: string): FeatureFile {
  const writer = new RecordBatchFileWriter();
  const stream = writer.toNodeStream().pipe(createWriteStream(path));
  const written = finished(stream);
  // a fault is told by the next write, or by close
  written.catch(() => {});
  return {
    async write(rows) {
      if (stream.errored) throw stream.errored;
      if (rows.length > 0) writer.write(batch(rows.map(columnsOf)));
    },
    async close() {
      writer.finish();
      await written;
    },
  };
}

function batch(rows: readonly FeatureColumns[]): RecordBatch {
  const texts = TEXTS.map((name) =>
    only(
      vectorFromArray(
        rows.map((row) => row[name]),
        new Utf8(),
      ),
    ),
  );
  const times = makeData({ type: new Float64(), data: Float64Array.from(rows, (row) => row.time) });
  const hits = only(
    vectorFromArray(
      rows.map((row) => row.hits),
      hitsType,
    ),
  );
  const children: Data[] = [...texts, times, vectors(rows), tokens(rows), hits];
  return new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: rows.length, children }));
}

function vectors(rows: readonly FeatureColumns[]): Data {
  const width = vectorType.listSize;
  const data = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) data.set(row.vector, i * width);
  return makeData({ type: vectorType, length: rows.length, child: makeData({ type: new Float32(), data }) });
}

function tokens(rows: readonly FeatureColumns[]): Data {
  const width = tokensType.listSize;
  const data = new Uint16Array(rows.length * width);
  for (const [i, row] of rows.entries()) data.set(row.tokens, i * width);
  return makeData({ type: tokensType, length: rows.length, child: makeData({ type: new Uint16(), data }) });
}

function only<T>(chunked: { readonly data: readonly T[] }): T {
  const [data] = chunked.data;
  if (data === undefined) throw new RangeError('no data');
  return data;
}

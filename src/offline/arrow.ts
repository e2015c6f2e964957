import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import {
  type Data,
  Field,
  FixedSizeList,
  Float32,
  Float64,
  Int32,
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
const codeTokensType = new FixedSizeList(FEATURE_HEADER.codeLength, new Field('item', new Int32()));
const codeValuesType = new FixedSizeList(
  FEATURE_HEADER.codeLength * FEATURE_HEADER.codeValues,
  new Field('item', new Float32()),
);
const hitsType = new List(new Field('item', new Utf8()));
const TEXTS = ['id', 'tenant', 'entity', 'class', 'source'] as const;

const schema = new Schema(
  [
    ...TEXTS.map((name) => new Field(name, new Utf8())),
    new Field('time', new Float64()),
    new Field('vector', vectorType),
    new Field('tokens', tokensType),
    new Field('hits', hitsType),
    new Field('rules', new Float64(), true),
    new Field('codeTokens', codeTokensType),
    new Field('codeValues', codeValuesType),
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

/** The same as the bytes of a file. */
export function arrowBytes(rows: readonly FeatureColumns[]): Uint8Array {
  const writer = new RecordBatchFileWriter();
  writer.reset(undefined, schema);
  if (rows.length > 0) writer.write(batch(rows));
  writer.finish();
  return writer.toUint8Array(true);
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
  const rules = only(
    vectorFromArray(
      rows.map((row) => row.rules),
      new Float64(),
    ),
  );
  const hits = only(
    vectorFromArray(
      rows.map((row) => row.hits),
      hitsType,
    ),
  );
  const children: Data[] = [
    ...texts,
    makeData({ type: new Float64(), data: Float64Array.from(rows, (row) => row.time) }),
    fixed(vectorType, rows, 'vector', Float32Array),
    fixed(tokensType, rows, 'tokens', Uint16Array),
    hits,
    rules,
    fixed(codeTokensType, rows, 'codeTokens', Int32Array),
    fixed(codeValuesType, rows, 'codeValues', Float32Array),
  ];
  return new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length: rows.length, children }));
}

type Numbers = Float32Array | Int32Array | Uint16Array;
type Column = 'vector' | 'tokens' | 'codeTokens' | 'codeValues';

/** Lists of one length, one after the other. */
function fixed<T extends Float32 | Int32 | Uint16>(
  type: FixedSizeList<T>,
  rows: readonly FeatureColumns[],
  name: Column,
  Room: new (length: number) => Numbers,
): Data {
  const data = new Room(rows.length * type.listSize);
  for (const [i, row] of rows.entries()) data.set(row[name], i * type.listSize);
  const child = makeData({ type: type.children[0]?.type as T, data } as never) as Data;
  return makeData({ type, length: rows.length, child } as never) as Data;
}

function only<T>(chunked: { readonly data: readonly T[] }): T {
  const [data] = chunked.data;
  if (data === undefined) throw new RangeError('no data');
  return data;
}

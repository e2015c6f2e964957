import avro from 'avsc';
import type { RootState } from './state.ts';
import { joined, split, type Window } from './window.ts';

/** Raise it with every change of the layout, and go on to read the one before. */
const VERSION = 1;

const listOf = (items: unknown) => ({ type: 'array', items });
const STATE = avro.Type.forSchema(
  {
    name: 'RootState',
    type: 'record',
    fields: [
      { name: 'watermark', type: 'double' },
      { name: 'lastFired', type: ['null', 'long'] },
      {
        name: 'windows',
        type: listOf({
          name: 'Window',
          type: 'record',
          fields: [
            { name: 'isRoot', type: 'boolean' },
            { name: 'key', type: 'string' },
            { name: 'node', type: 'int' },
            { name: 'group', type: listOf('string') },
            // the first time, then what each adds to the one before
            { name: 'times', type: listOf('long') },
            { name: 'flags', type: listOf('long') },
            { name: 'figures', type: ['null', listOf('double')] },
            { name: 'ids', type: listOf('string') },
            { name: 'texts', type: ['null', listOf('string')] },
            { name: 'sources', type: ['null', listOf('string')] },
            {
              name: 'old',
              type: [
                'null',
                {
                  name: 'Old',
                  type: 'record',
                  fields: [
                    { name: 'until', type: 'long' },
                    {
                      name: 'buckets',
                      type: listOf({
                        name: 'Bucket',
                        type: 'record',
                        fields: [
                          { name: 'slot', type: 'long' },
                          { name: 'count', type: 'long' },
                          { name: 'sum', type: 'double' },
                          { name: 'sketch', type: listOf('int') },
                        ],
                      }),
                    },
                  ],
                },
              ],
            },
          ],
        }),
      },
    ],
  } as avro.Schema,
  { wrapUnions: false },
);

/** The state as bytes: a byte of version, then Avro. */
export const rootStateCodec = {
  version: VERSION,
  encode({ watermark, lastFired, root, inner }: RootState): Uint8Array {
    const windows = [...(inner ?? [])].map(([key, window]) => rowOf(window, key, false));
    if (root) windows.push(rowOf(root, '', true));
    return Buffer.concat([Buffer.of(VERSION), STATE.toBuffer({ watermark, lastFired, windows })]);
  },
  /** Throws on a newer version and on bytes that no encoder of ours wrote. */
  decode(bytes: Uint8Array): RootState {
    const [version] = bytes;
    if (version !== VERSION)
      throw new Error(`correlation state has version ${version}, this process reads version ${VERSION}`);
    const { watermark, lastFired, windows } = STATE.fromBuffer(Buffer.from(bytes.subarray(1)));
    const rows = windows as readonly Row[];
    const root = rows.find(({ isRoot }) => isRoot);
    const inner = rows.filter(({ isRoot }) => !isRoot).map((row) => [row.key, windowOf(row)] as const);
    return {
      watermark,
      lastFired,
      root: root ? windowOf(root) : null,
      inner: inner.length > 0 ? new Map(inner) : null,
    };
  },
};

interface Row extends Omit<Window, 'marks' | 'memo'> {
  readonly isRoot: boolean;
  readonly key: string;
  readonly times: readonly number[];
  readonly flags: readonly number[];
  readonly figures: readonly number[] | null;
}

function rowOf(window: Window, key: string, isRoot: boolean): Row {
  const { times, flags, figures } = split(window);
  const { node, group, ids, texts, sources, old } = window;
  const steps = times.map((time, at) => time - (times[at - 1] ?? 0));
  const hasFigures = figures.some((figure) => figure !== 0);
  return {
    isRoot,
    key,
    node,
    group,
    times: steps,
    flags,
    figures: hasFigures ? figures : null,
    ids,
    texts,
    sources,
    old,
  };
}

function windowOf({ node, group, times, flags, figures, ids, texts, sources, old }: Row): Window {
  let time = 0;
  const whole = times.map((step) => {
    time += step;
    return time;
  });
  return { node, group, marks: joined(whole, flags, figures), ids, texts, sources, old, memo: null };
}

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tableFromIPC } from 'apache-arrow';
import { featureRow, ruleHit } from '../../test/fixtures/feature-row.ts';
import { FEATURES } from '../detectors/feature-set.ts';
import { featureFile } from './feature-file.ts';
import type { OfflineRow } from './features.ts';
import { FEATURE_HEADER } from './header.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'features-'));
});
afterAll(() => rm(folder, { recursive: true }));

const rowOf = (i: number): OfflineRow => {
  const vector = FEATURES.map((_, place) => i + place / 8);
  const hits = i % 2 === 0 ? [] : [ruleHit(), ruleHit({ id: 'rule-2' })];
  const row = featureRow(
    { id: `e${i}`, host: i === 3 ? '' : 'WS1', user: 'alice', time: 1_600_000_000_000 + i },
    vector,
    {
      ids: [i, 511],
      hits,
      codes: Uint8Array.from([7, 1, 16, 32, 48, 64, 255, 51, 255, 255]),
    },
  );
  return { row, source: `file:${i}` };
};

async function written(name: string): Promise<string> {
  const path = join(folder, name);
  const file = featureFile(path);
  await file.write([rowOf(1), rowOf(2)]);
  await file.write([]);
  await file.write([rowOf(3)]);
  await file.close();
  return path;
}

const expected = [1, 2, 3].map((i) => ({
  id: `e${i}`,
  time: 1_600_000_000_000 + i,
  tenant: 'acme',
  entity: i === 3 ? 'alice' : 'ws1',
  class: 'process',
  hits: i === 2 ? [] : ['rule-1', 'rule-2'],
  source: `file:${i}`,
  vector: FEATURES.map((_, place) => i + place / 8),
  tokens: [...Array(30).fill(0), i, 511],
  rules: i === 2 ? null : expect.closeTo(1 - (1 - 0.56) * (1 - 0.28)),
  codeTokens: [263, ...Array(47).fill(0)],
  codeValues: [1, 2, 3, 4, 1, expect.closeTo(0.2), 1, 1, ...Array(47 * 8).fill(0)],
}));

describe('a feature file', () => {
  it('as text: the feature set, then the rows', async () => {
    const text = await readFile(await written('a.ndjson'), 'utf8');
    const [header, ...rows] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(header).toEqual(JSON.parse(JSON.stringify(FEATURE_HEADER)));
    expect(rows).toEqual(expected);
  });

  it('as Arrow: the same', async () => {
    const table = tableFromIPC(await readFile(await written('a.arrow')));
    expect(JSON.parse(table.schema.metadata.get('vedette') ?? '')).toEqual(JSON.parse(JSON.stringify(FEATURE_HEADER)));
    const rows = table.toArray().map((row) => {
      const { hits, vector, tokens, codeTokens, codeValues, ...columns } = row.toJSON();
      const lists = { codeTokens: [...codeTokens], codeValues: [...codeValues] };
      return { ...columns, ...lists, hits: [...hits], vector: [...vector], tokens: [...tokens] };
    });
    expect(rows).toEqual(expected);
  });

  it('of another kind is refused', () => {
    expect(() => featureFile(join(folder, 'a.csv'))).toThrow('.arrow or .ndjson');
  });

  it.each(['x.ndjson', 'x.arrow'])('%s in a folder that is not there: writing or closing tells', async (name) => {
    const file = featureFile(join(folder, 'nowhere', name));
    const writing = async () => {
      await file.write([rowOf(1)]);
      await file.close();
    };
    await expect(writing()).rejects.toThrow('ENOENT');
  });
});

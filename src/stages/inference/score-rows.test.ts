import { expect, it } from '@jest/globals';
import { featureRow } from '../../../test/fixtures/feature-row.ts';
import { codesManifest } from '../../../test/fixtures/manifests.ts';
import { CODE_SET_LENGTH, ENTRY_BYTES } from '../../detectors/code-set.ts';
import { memoryModels } from '../../memory/model.ts';
import { unpack } from './row.ts';
import { scoreRows } from './score-rows.ts';

/** What a model of sets of so many codes is given of a row with these codes; null where it is not asked. */
async function taken(length: number, codes: readonly number[]): Promise<readonly number[] | null> {
  let taken: readonly number[] | null = null;
  const manifest = codesManifest(length);
  const scorer = (tokens?: ArrayLike<number>) => {
    taken = Array.from(tokens ?? []);
    return 0;
  };
  const bytes = codes.flatMap((code) => [code, ...Array(ENTRY_BYTES - 1).fill(0)]);
  const value = featureRow({}, [0], { codes: Uint8Array.from(bytes) });
  const rows = unpack([{ key: { tenant: value.event.tenant, id: '' }, value, partition: 0, offset: 0, appendedAt: 0 }]);
  const given = rows.filter((row) => typeof row !== 'string');
  const assignment = {
    ...{ name: manifest.name, version: manifest.version, tenant: '' },
    arm: 'active' as const,
    model: manifest,
    places: [0],
  };
  await scoreRows(memoryModels([{ manifest, scorer }]), assignment, given, 1000);
  return taken;
}

it('given rows of a feature set with shorter sets of codes, when its model scores them, then it is given all of theirs', async () => {
  expect(await taken(3, [7, 9])).toEqual([7, 9, 0]);
});

it('given a model that takes more codes than a row can have, then it is not asked', async () => {
  expect(await taken(CODE_SET_LENGTH + 1, [7])).toBeNull();
  expect(await taken(CODE_SET_LENGTH, [7])).toHaveLength(CODE_SET_LENGTH);
});

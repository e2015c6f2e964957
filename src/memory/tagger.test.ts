import { expect, it } from '@jest/globals';
import { taggerContract } from '../../test/contract/tagger-contract.ts';
import { knownNames } from '../../test/fixtures/known-names.ts';
import { tokenRows } from '../detectors/personal-data/tagger/token-rows.ts';
import { tokensOf } from '../detectors/personal-data/tagger/tokens.ts';
import { taggedText } from '../models/tagger.ts';
import { memoryTagger } from './tagger.ts';

taggerContract('memory', async () => memoryTagger(knownNames('Ana', 'Ruiz')));

it('given it is told to fail, then it does, and nothing is found', async () => {
  const tagger = memoryTagger({ ...knownNames('Ana'), fails: 'worker_died' });
  expect(await tagger.tag([tokenRows(tokensOf('Ana'))], 1)).toEqual({ ok: false, reason: 'worker_died' });
  expect(await taggedText(tagger, 'Call Ana now', 1)).toEqual({ ok: false, reason: 'worker_died' });
});

it('given a name of a word or two, then it is not told from that of a tool, and nothing is found', async () => {
  const tagger = memoryTagger(knownNames('Ana', 'Ruiz'));
  const found = async (text: string) => (await taggedText(tagger, text, 1)) as { findings: readonly object[] };
  expect((await found('Ana Ruiz')).findings).toEqual([]);
  expect((await found('Ana-Ruiz 2024 (3)')).findings).toEqual([]);
  expect((await found('Ask Ana Ruiz')).findings).toHaveLength(1);
});

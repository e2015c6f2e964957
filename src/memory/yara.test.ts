import { expect, it } from '@jest/globals';
import { yaraContract } from '../../test/contract/yara-contract.ts';
import { memoryYara } from './yara.ts';

yaraContract('memory', async (rules) => memoryYara(rules));

it('given a rule of the twin that kills its worker, when it matches, then the answer says so, once', async () => {
  const rule = { rule: 'r', file: 'f.yar', tags: [], meta: {}, strings: { $a: 'text' }, needs: 'any' } as const;
  const port = memoryYara([{ ...rule, kills: 'worker_died' }]);
  expect(await port.scan(['other'], 1)).toEqual({ ok: true, hits: [[]] });
  expect(await port.scan(['text'], 1)).toEqual({ ok: false, reason: 'worker_died' });
  expect(await port.scan(['text'], 1)).toEqual({ ok: true, hits: [[]] });
});

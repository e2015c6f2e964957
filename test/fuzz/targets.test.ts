import { describe, expect, it } from '@jest/globals';
import { corpusFolders, corpusOf } from './corpus.ts';
import { arbitraryOf, batchOf, judge } from './rounds.ts';
import { TARGETS } from './targets/index.ts';

const SEED = 20_240_514;
const BATCHES = 6;

describe('the targets', () => {
  it('own every folder of the corpus and have one each', () => {
    expect(corpusFolders()).toEqual(TARGETS.map(({ name }) => name).sort());
  });
});

describe.each(TARGETS.map((target) => [target.name, target] as const))('%s', (_, target) => {
  it('keeps its laws for every input that was kept', async () => {
    const broken: string[] = [];
    for (const { path, input } of corpusOf(target)) {
      const verdict = await judge(target, input);
      if (!verdict.ok) broken.push(`${path}: ${verdict.what}`);
    }
    expect(broken).toEqual([]);
  });

  it('writes its inputs so that they can be read back', () => {
    for (const { input } of corpusOf(target)) expect(target.file.read(target.file.write(input))).toEqual(input);
  });

  it('keeps its laws for some hundreds of new inputs', async () => {
    const arbitrary = arbitraryOf(target);
    const broken = new Set<string>();
    for (let batch = 0; batch < BATCHES; batch++) {
      for (const [index, input] of batchOf(arbitrary, SEED, batch).entries()) {
        const verdict = await judge(target, input);
        if (!verdict.ok) broken.add(`batch ${batch}, input ${index}: ${verdict.what}`);
      }
    }
    expect([...broken]).toEqual([]);
  }, 60_000);
});

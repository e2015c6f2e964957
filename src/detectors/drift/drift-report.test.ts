import { describe, expect, it } from '@jest/globals';
import { type DriftVerdict, driftReport } from './drift-report.ts';

const reference = (name: string, shares: readonly number[]) => ({ name, shares, rows: 100_000 });
const even = [0.25, 0.25, 0.25, 0.25];

describe('driftReport', () => {
  it.each<[string, number[], DriftVerdict]>([
    ['the same shares', [500, 500, 500, 500], 'none'],
    ['a little moved', [450, 500, 500, 550], 'none'],
    ['moved', [250, 450, 550, 750], 'moderate'],
    ['moved to one side', [100, 300, 600, 1000], 'major'],
    ['a bin that nobody fell in before', [0, 0, 0, 2000], 'major'],
    ['moved, of too few rows', [0, 0, 0, 499], 'too few'],
    ['nothing', [0, 0, 0, 0], 'too few'],
  ])('given %s, when compared, then the verdict fits', (_, live, verdict) => {
    const [line] = driftReport([reference('f', even)], new Map([['f', live]]));
    expect(line).toMatchObject({ name: 'f', rows: live.reduce((sum, rows) => sum + rows, 0), verdict });
  });

  it('given many bins, when compared, then it waits for more rows', () => {
    const shares = Array(20).fill(0.05);
    const live = (rows: number) => new Map([['f', Array(20).fill(rows / 20)]]);
    expect(driftReport([reference('f', shares)], live(980))[0]?.verdict).toBe('too few');
    expect(driftReport([reference('f', shares)], live(1000))[0]?.verdict).toBe('none');
  });

  it('given a feature that nobody counted, when compared, then there are too few rows, and its neighbours are judged', () => {
    const lines = driftReport([reference('f', even), reference('score', even)], new Map([['score', [900, 100, 0, 0]]]));
    expect(lines.map(({ verdict }) => verdict)).toEqual(['too few', 'major']);
    expect(lines[1]?.ks).toMatchObject({ distance: expect.closeTo(0.65, 3) });
    expect(lines[1]?.ks.p).toBeLessThan(1e-9);
  });

  it('given other bins than in training, when compared, then it says so', () => {
    expect(() => driftReport([reference('f', even)], new Map([['f', [1, 2]]]))).toThrow('f: 2 bins, 4 in training');
  });
});

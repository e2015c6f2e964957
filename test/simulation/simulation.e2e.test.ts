import { describe, expect, it } from '@jest/globals';
import { MUTANTS } from './mutants.ts';
import { simulate } from './run-cli.ts';

describe('simulated histories, at length', () => {
  it('hold in 1,000 seeds', async () => {
    const { code, stdout, stderr } = await simulate('--seeds', '1000', '--json');
    expect({ code, failed: stderr.split('\n').filter((line) => line.includes('FAILED')) }).toEqual({
      code: 0,
      failed: [],
    });
    expect(JSON.parse(stdout).seeds).toBe(1000);
  }, 1_800_000);

  it('find every deliberate bug', async () => {
    const { stdout } = await simulate('--mutants', '--json');
    const { mutants } = JSON.parse(stdout);
    expect(mutants).toHaveLength(MUTANTS.length);
    expect(mutants.filter(({ seed }: { seed: number | null }) => seed === null)).toEqual([]);
  }, 1_800_000);
});

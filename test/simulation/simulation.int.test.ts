import { describe, expect, it } from '@jest/globals';
import { FAULTS } from './plan.ts';
import { simulate } from './run-cli.ts';

describe('simulated histories', () => {
  it('hold in 200 seeds that have every fault among them', async () => {
    const { code, stdout, stderr } = await simulate('--seeds', '200', '--json');
    expect({ code, stderr: stderr.split('\n').filter((line) => !line.endsWith('histories')) }).toEqual({
      code: 0,
      stderr: [''],
    });
    const { seeds, faults, alerts, deaths } = JSON.parse(stdout);
    expect(seeds).toBe(200);
    expect(Object.keys(faults)).toEqual(expect.arrayContaining([...FAULTS]));
    // a chain that raises nothing, or a world in which nothing fails, would prove nothing
    expect(Math.min(alerts / 2000, deaths / 500)).toBeGreaterThan(1);
  }, 300_000);

  it('show the seed of a failure, and the command that replays it', async () => {
    const { code, stdout } = await simulate('--mutant', 'marks-not-saved', '--seeds', '50', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ mutants: [{ seed: expect.any(Number), checker: expect.any(String) }] });
  }, 120_000);

  it.each([
    [['--seeds', 'x'], '--seeds must be a whole number from 1 on, not "x"'],
    [['--faults', 'flood'], 'there is no fault "flood"'],
    [['--mutant', 'none'], 'there is no mutant "none"'],
  ])('refuse %j in one line', async (args, text) => {
    const { code, stdout, stderr } = await simulate(...args);
    expect([code, stdout, stderr.trim().split('\n').length]).toEqual([2, '', 1]);
    expect(stderr).toContain(text);
  });
});

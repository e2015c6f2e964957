import { describe, expect, it } from '@jest/globals';
import { openVerdictDrift, type VerdictDrift } from './verdict-drift.ts';

/** A stream of verdicts by a seed: so many of them with this share of false ones. */
function verdicts(seed: number) {
  let state = seed;
  // a linear congruence (Numerical Recipes): enough for coins
  const coin = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  let at = 0;
  return (drift: VerdictDrift, count: number, share: number, tenant = 'acme', version = '1.0.0') => {
    for (let i = 0; i < count; i++) {
      at += 1;
      drift.judged({ tenant, versions: [{ tenant, name: 'm', version }], isFalse: coin() < share, at });
    }
  };
}
const streamOf = (tenant: string, name = 'm') => ({ tenant, name, version: name && '1.0.0' });

describe('the drift of verdicts', () => {
  it.each([
    [0.1, 0.6],
    [0.6, 0.1],
    [0.2, 0.9],
  ])(
    'given a share that moves from %f to %f, then it is told within 100 verdicts, of whom and how far',
    (before, after) => {
      for (let seed = 1; seed <= 20; seed++) {
        const drift = openVerdictDrift();
        const say = verdicts(seed);
        say(drift, 200, before);
        expect(drift.shiftsSince(0)).toEqual([]);
        say(drift, 100, after);
        const shifts = drift.shiftsSince(0);
        expect(shifts).toMatchObject([streamOf(''), streamOf('acme'), streamOf('', ''), streamOf('acme', '')]);
        for (const { share, shareBefore } of shifts)
          expect(Math.sign(share - shareBefore)).toBe(Math.sign(after - before));
      }
    },
  );

  it.each([0.05, 0.3, 0.5, 0.95])('given a share that stays at %f, then nothing is told of 1,000 verdicts', (share) => {
    for (let seed = 1; seed <= 20; seed++) {
      const drift = openVerdictDrift();
      verdicts(seed)(drift, 1_000, share);
      expect(drift.shiftsSince(0)).toEqual([]);
    }
  });

  it('given one tenant of many that shifts, then its stream tells it', () => {
    const drift = openVerdictDrift();
    const say = verdicts(1);
    for (let round = 0; round < 60; round++)
      for (const tenant of ['acme', 'a', 'b', 'c', 'd', 'e', 'f', 'g'])
        say(drift, 5, tenant === 'acme' && round >= 40 ? 0.7 : 0.1, tenant);
    expect(drift.shiftsSince(0)).toContainEqual(expect.objectContaining(streamOf('acme')));
    expect(drift.shiftsSince(0)).not.toContainEqual(expect.objectContaining({ tenant: 'a' }));
  });

  it('given a slow move, then it is told too', () => {
    const drift = openVerdictDrift();
    const say = verdicts(3);
    for (let step = 0; step <= 50; step++) say(drift, 20, 0.1 + step / 100);
    expect(drift.shiftsSince(0)).toContainEqual(expect.objectContaining(streamOf('')));
  });

  it('given a shift, then it begins anew, and what was told before a time is left out', () => {
    const drift = openVerdictDrift();
    const say = verdicts(1);
    say(drift, 200, 0.1);
    say(drift, 100, 0.6);
    const [first] = drift.shiftsSince(0);
    say(drift, 400, 0.6);
    expect(drift.shiftsSince(0)[0]).toEqual(first);
    expect(drift.shiftsSince(first?.at ?? 0)).toEqual([]);
    say(drift, 100, 0.1);
    const [second] = drift.shiftsSince(first?.at ?? 0);
    expect(second?.shareBefore).toBeGreaterThan(0.5);
    expect(second?.share).toBeLessThan(0.3);
  });

  it('given more tenants than it remembers, then the ones that were judged the longest ago are forgotten', () => {
    const drift = openVerdictDrift();
    const say = verdicts(1);
    say(drift, 200, 0.1);
    say(drift, 100, 0.6);
    for (let i = 0; i < 1_000; i++) say(drift, 1, 0.6, `t${i}`);
    expect(drift.shiftsSince(0).map(({ tenant }) => tenant)).toEqual(['', '']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { at, givenCorrelation as given, MINUTE, phases, threats, when } from '../../../test/correlation.ts';
import type { Fact } from '../../domain/contracts.gen.ts';

const fact: Fact = { name: 'silent for', value: '60 min', contribution: 0, expected: 'an event every 5 min' };
const silence = (minute: number) =>
  at(minute, { id: 'silent-source', severity: 1, probability: 0.1, techniques: ['T1562'], facts: [fact] });

describe('a silence', () => {
  it('is an informational threat of its own, opened and closed at once', async () => {
    const chain = await given();
    await when(chain, silence(0));
    expect(threats(chain).map(({ phase, rule, severity, entity }) => [phase, rule, severity, entity])).toEqual([
      ['open', 'silent-source', 1, 'ws01'],
      ['close', 'silent-source', 1, 'ws01'],
    ]);
    expect(threats(chain)[0]?.reasons).toEqual([
      'silent-source: nothing was heard for 60 min, expected: an event every 5 min',
    ]);
  });

  it('is no evidence of what comes after it, and adds no risk', async () => {
    const alone = await given();
    await when(alone, at(1, { id: 'a', severity: 4 }));
    const chain = await given();
    await when(chain, silence(0), at(1, { id: 'a', severity: 4 }));
    expect(threats(chain).slice(2)).toEqual(threats(alone));
  });

  it('joins no open threat, and ends none', async () => {
    const chain = await given();
    await when(chain, at(0, { id: 'a', severity: 4 }), silence(5), at(6, { id: 'b', severity: 4 }));
    chain.passes(60 * MINUTE);
    expect(phases(chain)).toEqual(['open', 'open', 'close', 'close']);
    expect(threats(chain)[0]?.uid).toBe(threats(chain)[3]?.uid);
    expect(threats(chain)[3]?.evidenceIds).toEqual(['a@0', 'b@6']);
  });
});

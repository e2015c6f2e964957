import type { Detection, Fact } from '../../domain/contracts.gen.ts';
import { techniquesOf, weightOf } from './level.ts';
import type { About } from './rule.ts';

/** What a rule says, in the shape that models have too. The contributions of its facts add up to the probability. */
export function ruleDetection(rule: About, facts: readonly Omit<Fact, 'contribution'>[]): Detection {
  const { severity, probability } = weightOf(rule.level);
  const contribution = probability / Math.max(1, facts.length);
  return {
    ...{ id: rule.id, version: rule.digest, kind: 'rule', title: rule.title, author: rule.author },
    ...{ raw: 1, probability, severity },
    techniques: techniquesOf(rule.tags),
    references: rule.references,
    facts: facts.map((fact) => ({ ...fact, contribution })),
  };
}

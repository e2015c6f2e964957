import type { Rule } from '../../detectors/sigma/rule.ts';
import type { TenantRules } from '../../detectors/sigma/rule-book.ts';
import { ruleDetection } from '../../detectors/sigma/rule-detection.ts';
import { valuesAsked } from '../../detectors/sigma/values-asked.ts';
import { sigmaViewOf } from '../../detectors/taxonomy/sigma-view.ts';
import type { CorrelationStep, Detection, TelemetryEvent } from '../../domain/contracts.gen.ts';

/** What the rules say of one event. */
export interface RuleVerdict {
  readonly hits: readonly Detection[];
  /** What it adds to correlations. */
  readonly steps: readonly CorrelationStep[];
  /** Rules in the shadow that matched. */
  readonly shadowed: readonly Rule[];
}

const NOTHING: RuleVerdict = { hits: [], steps: [], shadowed: [] };

/** Holds an event against the rules of its tenant. */
export function examineRules(telemetry: TelemetryEvent, { engine, plan, silent, isShadow }: TenantRules): RuleVerdict {
  const { sources, fields } = sigmaViewOf(telemetry);
  const matched = engine.match(sources, fields);
  if (matched.length === 0) return NOTHING;
  return {
    hits: matched
      .filter(({ id }) => !silent.has(id) && !isShadow(id))
      .map((rule) => ruleDetection(rule, valuesAsked(rule, fields))),
    steps: plan.stepsOf(matched, fields),
    shadowed: matched.filter(({ id }) => isShadow(id)),
  };
}

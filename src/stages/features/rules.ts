import type { TenantRules } from '../../detectors/sigma/rule-book.ts';
import { ruleDetection } from '../../detectors/sigma/rule-detection.ts';
import { valuesAsked } from '../../detectors/sigma/values-asked.ts';
import { sigmaViewOf } from '../../detectors/taxonomy/sigma-view.ts';
import type { CorrelationStep, Detection, FeatureRow, TelemetryEvent } from '../../domain/contracts.gen.ts';
import { YARA, type YaraSaid } from './yara.ts';

/** What Sigma and YARA rules say of one event. */
export interface RuleVerdict {
  readonly hits: readonly Detection[];
  /** What it adds to correlations. */
  readonly steps: readonly CorrelationStep[];
  /** Rules in the shadow that matched. */
  readonly shadowed: readonly string[];
  /** What could not look at it. */
  readonly degraded: readonly string[];
}

const NOTHING: RuleVerdict = { hits: [], steps: [], shadowed: [], degraded: [] };
const DEGRADED: RuleVerdict = { ...NOTHING, degraded: [YARA] };

/** Holds an event against the rules of its tenant, and adds what YARA says of its texts. */
export function verdictOf(telemetry: TelemetryEvent, rules: TenantRules, yara: YaraSaid): RuleVerdict {
  const { engine, plan, silent, statusOf } = rules;
  const view = sigmaViewOf(telemetry);
  const matched = engine.match(view.sources, view.told, view.added);
  if (matched.length === 0 && yara === null) return DEGRADED;
  if (matched.length === 0 && yara?.length === 0) return NOTHING;
  const { fields } = view;
  const scanned = (yara ?? []).filter(({ id }) => statusOf(id) !== 'disabled');
  const isShadow = ({ id }: { readonly id: string }) => statusOf(id) === 'shadow';
  return {
    hits: [
      ...matched
        .filter((rule) => !silent.has(rule.id) && !isShadow(rule))
        .map((rule) => ruleDetection(rule, valuesAsked(rule, fields))),
      ...scanned.filter((hit) => !isShadow(hit)),
    ],
    steps: plan.stepsOf(matched, fields),
    shadowed: [...matched, ...scanned].filter(isShadow).map(({ id }) => id),
    degraded: yara === null ? [YARA] : [],
  };
}

/** The row with the verdict. Its numbers know nothing of it: models are trained without. */
export function withVerdict(row: FeatureRow, { hits, steps, degraded }: RuleVerdict): FeatureRow {
  if (hits.length + steps.length + degraded.length === 0) return row;
  return { ...row, hits: [...row.hits, ...hits], steps, degraded };
}

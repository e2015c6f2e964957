import { join } from 'node:path';
import { JUDGED, type Scored, scenario } from '../storyline/scenarios.ts';

/** False alerts per host-day that are allowed. */
const BUDGET = '2.0';

export interface StorylineFigures {
  readonly steps: number;
  readonly found: number;
  readonly recall: number;
  readonly scenarios: readonly Scored[];
}

/** Steps found by the shipped models and rules at the budget of false alerts, over both scenarios. */
export async function storyline(folder: string): Promise<StorylineFigures> {
  const scenarios: Scored[] = [];
  for (const name of JUDGED) scenarios.push(await scenario(name, join(folder, name)));
  const steps = scenarios.reduce((sum, one) => sum + one.steps, 0);
  const found = scenarios.reduce((sum, one) => sum + Math.round(recallOf(one) * one.steps), 0);
  return { steps, found, recall: found / steps, scenarios };
}

function recallOf({ scenario, recallAtFalsePerHostDay }: Scored): number {
  const recall = recallAtFalsePerHostDay[BUDGET];
  if (recall === undefined) throw new Error(`the scorer says nothing of ${scenario} at ${BUDGET} false alerts`);
  return recall;
}

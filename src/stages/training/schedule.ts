import { Cron } from 'croner';

const MOST_KEPT = 1_000;
const kept = new Map<string, Cron>();

/** Throws where it is no cron expression. */
function parse(expression: string): Cron {
  const known = kept.get(expression);
  if (known) return known;
  const cron = new Cron(expression, { timezone: 'UTC', mode: '5-part', paused: true });
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(expression, cron);
  return cron;
}

/** The first time after `time` (epoch ms) that the expression names, in UTC; null where there is none. */
export const nextAfter = (expression: string, time: number): number | null =>
  expression === '' ? null : (parse(expression).nextRun(new Date(time))?.getTime() ?? null);

/** True for five parts that come to pass; "31 February" does not. */
export function isCron(expression: string): boolean {
  try {
    return nextAfter(expression, 0) !== null;
  } catch {
    return false;
  }
}

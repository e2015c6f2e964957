import { alerts } from './checkers/alerts.ts';
import { commits } from './checkers/commits.ts';
import { correlated } from './checkers/correlated.ts';
import { detected } from './checkers/detected.ts';
import { ledger } from './checkers/ledger.ts';
import { log } from './checkers/log.ts';
import { losses } from './checkers/losses.ts';
import { memory } from './checkers/memory.ts';
import { minutes } from './checkers/minutes.ts';
import { progress } from './checkers/progress.ts';
import { stages } from './checkers/stages.ts';
import { tenants } from './checkers/tenants.ts';
import { time } from './checkers/time.ts';
import type { History } from './history.ts';
import { join, type Verdict } from './verdict.ts';

const QUICK = [commits, log, tenants, time, detected, correlated, losses, memory, ledger] as const;

/** All checkers, cheapest first. A history that has not come to rest proves nothing more. */
export async function judge(history: History): Promise<Verdict> {
  const first = progress(history);
  if (first.faults.length > 0) return first;
  const quick = QUICK.map((check) => check(history));
  return join([...quick, await stages(history), await minutes(history), await alerts(history)]);
}

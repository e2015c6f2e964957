import type { TrainingJob } from '../../domain/contracts.gen.ts';
import type { LaunchConfig } from './config.ts';

/**
 * The jobs that are to be worked on now: those that run, then the queued ones by priority as far as there is room.
 * Of a tenant one at a time, for the next one starts from what this one gives. Any launcher finds the same.
 */
export function turnOf(jobs: Iterable<TrainingJob>, { atOnce }: Pick<LaunchConfig, 'atOnce'>): readonly TrainingJob[] {
  const all = [...jobs];
  const running = all.filter(({ state }) => state === 'running').toSorted(byTurn);
  const busy = new Set(running.map(({ tenant }) => tenant));
  const next: TrainingJob[] = [];
  for (const job of all.filter(({ state }) => state === 'queued').toSorted(byTurn)) {
    if (running.length + next.length >= atOnce) break;
    if (busy.has(job.tenant)) continue;
    busy.add(job.tenant);
    next.push(job);
  }
  return [...running, ...next];
}

/** The highest priority first, then who has waited longest. */
const byTurn = (a: TrainingJob, b: TrainingJob): number =>
  b.priority - a.priority || a.queued - b.queued || (a.id < b.id ? -1 : 1);

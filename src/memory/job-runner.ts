import type { JobRunner, JobSpec } from '../stages/launch/ports.ts';

export interface MemoryRunner extends JobRunner {
  /** Every job that was started, once each. */
  readonly started: readonly JobSpec[];
  /** Ends a job, as a trainer that is done or has died. */
  end(name: string): void;
}

/** Trainers that do nothing until they are ended. */
export function memoryRunner(): MemoryRunner {
  const started = new Map<string, JobSpec>();
  const running = new Set<string>();
  return {
    name: 'local',
    async start(spec) {
      if (started.has(spec.name)) return;
      started.set(spec.name, spec);
      running.add(spec.name);
    },
    look: async ({ name }) => (running.has(name) ? 'running' : 'gone'),
    stop: async ({ name }) => void running.delete(name),
    get started() {
      return [...started.values()];
    },
    end: (name) => void running.delete(name),
  };
}

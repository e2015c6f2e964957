import { afterAll, describe, expect, it } from '@jest/globals';
import type { JobRunner, JobSpec } from '../../src/stages/launch/ports.ts';
import { until } from './until.ts';

export interface RunnerUnderTest {
  readonly runner: JobRunner;
  /** How many trainers were begun under that name. */
  begun(name: string): Promise<number>;
  /** Lets a trainer come to its end. */
  end(spec: JobSpec): Promise<void>;
  close(): Promise<void>;
}

let jobs = 0;
const spec = (): JobSpec => {
  jobs += 1;
  return {
    ...{ name: `vedette-train-${String(jobs).padStart(16, '0')}-1`, place: `acme/${jobs}`, attempt: 1 },
    ...{ task: 'retrain-detector', tenant: 'acme', version: '1.0.0-0000000000000001', models: {}, replay: [], seed: 7 },
    timeoutMs: 60_000,
  };
};

const WITHIN_MS = 20_000;

/** What every runner of trainers does, wherever they run. */
export function jobRunnerContract(what: string, open: () => Promise<RunnerUnderTest>): void {
  describe(`a runner of trainers: ${what}`, () => {
    const opened = open();
    afterAll(async () => (await opened).close());
    const isGone = (runner: JobRunner, job: JobSpec) => async () => (await runner.look(job)) === 'gone';

    it('knows nothing of a job that was never started', async () => {
      const { runner } = await opened;
      expect(await runner.look(spec())).toBe('gone');
      await runner.stop(spec());
    });

    it('given a job that is started twice, at once and again, then it runs once', async () => {
      const { runner, begun, end } = await opened;
      const job = spec();
      await Promise.all([runner.start(job), runner.start(job)]);
      await runner.start(job);
      await until('it runs', async () => (await runner.look(job)) === 'running', WITHIN_MS);
      await until('it has begun', async () => (await begun(job.name)) > 0, WITHIN_MS);
      await end(job);
      await until('it has ended', isGone(runner, job), WITHIN_MS);
      // the attempt is over: the same name is never begun again
      await runner.start(job);
      expect(await runner.look(job)).toBe('gone');
      expect(await begun(job.name)).toBe(1);
    });

    it('given a job that does not end, when it is stopped, then it is gone, and others go on', async () => {
      const { runner, end } = await opened;
      const [hanging, other] = [spec(), spec()];
      await runner.start(hanging);
      await runner.start(other);
      await runner.stop(hanging);
      expect(await runner.look(hanging)).toBe('gone');
      expect(await runner.look(other)).toBe('running');
      await end(other);
    });
  });
}

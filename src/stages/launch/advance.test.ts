import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { TrainingJob } from '../../domain/contracts.gen.ts';
import { RetriableError } from '../../stage.ts';
import { advance, placeOf, versionFor } from './advance.ts';
import { launchConfigSchema } from './config.ts';
import { job } from './job.fixture.ts';
import type { JobResult, JobRunner, JobSpec, Prepared, Works } from './ports.ts';

const config = launchConfigSchema.parse({ timeoutMs: 60_000 });
const MODELS = ['vedette-ensemble@1.0.0-a1a1a1a1a1a1a1a1'];
const PASSED: JobResult = { outcome: 'passed', reasons: [], figures: { golden_after: 0.9 }, models: MODELS };

/** A world that does what it is told, and remembers what was done. */
function world(facts: { prepared?: Prepared; promoted?: 'promoted' | 'models_unsound' } = {}) {
  const done: string[] = [];
  const results = new Map<string, JobResult | 'invalid'>();
  const running = new Set<string>();
  const begun = new Set<string>();
  const spec = (of: TrainingJob, attempt: number): JobSpec => ({
    ...placeOf({ ...of, attempt }),
    ...{ task: 'retrain-detector', tenant: of.tenant, version: versionFor('1.0.0', of.dataset, attempt), attempt },
    ...{ models: {}, replay: [], seed: 7, timeoutMs: 60_000 },
  });
  const works: Works = {
    prepare: async (of, attempt) =>
      facts.prepared ?? {
        kind: 'ready',
        spec: spec(of, attempt),
        joined: { lessons: 2 },
        parents: ['vedette-ensemble@1.0.0'],
      },
    result: async (of) => results.get(placeOf(of).name) ?? null,
    async promote(of, models) {
      done.push(`promote ${of.tenant} ${models.join()}`);
      return facts.promoted ?? 'promoted';
    },
    tidy: async () => {},
    tell: async () => {},
  };
  const runner: JobRunner = {
    name: 'local',
    async start({ name }) {
      if (begun.has(name)) return;
      begun.add(name);
      running.add(name);
      done.push(`start ${name}`);
    },
    look: async ({ name }) => (running.has(name) ? 'running' : 'gone'),
    async stop({ name }) {
      running.delete(name);
      done.push(`stop ${name}`);
    },
  };
  const end = (of: TrainingJob, result: JobResult | 'invalid' | null) => {
    running.delete(placeOf(of).name);
    if (result !== null) results.set(placeOf(of).name, result);
  };
  return {
    works,
    runner,
    done,
    end,
    forget: () => begun.clear(),
    at: (now: number) => ({ config, works, runner, now }),
  };
}

const started = async (given: ReturnType<typeof world>) => advance(job(), given.at(10));

describe('a training', () => {
  it('given its turn, when it passes the gate, then it is started once, promoted, and told with its figures', async () => {
    const given = world();
    const running = await started(given);
    expect(running).toMatchObject({
      state: 'running',
      attempt: 1,
      started: 10,
      joined: { lessons: 2 },
      runner: 'local',
    });
    expect(await advance(running, given.at(20))).toBe(running);
    given.end(running, PASSED);
    expect(await advance(running, given.at(30))).toMatchObject({
      ...{ state: 'promoted', reason: '', models: MODELS, figures: { golden_after: 0.9 }, since: 30 },
    });
    expect(given.done).toEqual([`start ${placeOf(running).name}`, `promote acme ${MODELS.join()}`]);
  });

  it('given a gate that refuses, then nothing is promoted and nothing is tried again', async () => {
    const given = world();
    const running = await started(given);
    given.end(running, { ...PASSED, outcome: 'refused', reasons: ['the golden set fell by 30 %'], models: [] });
    expect(await advance(running, given.at(30))).toMatchObject({
      ...{ state: 'refused', reason: 'gate', details: ['the golden set fell by 30 %'], models: [] },
    });
    expect(given.done).toHaveLength(1);
  });

  it('given a dataset that teaches nothing, then it is refused before anything runs', async () => {
    const given = world({ prepared: { kind: 'refused', reason: 'nothing_to_learn', joined: { alert_unknown: 2 } } });
    expect(await started(given)).toMatchObject({
      state: 'refused',
      reason: 'nothing_to_learn',
      joined: { alert_unknown: 2 },
    });
    expect(given.done).toEqual([]);
  });

  it.each<[string, JobResult | 'invalid' | null, string]>([
    ['died', null, 'trainer_died'],
    ['left no result but rubbish', 'invalid', 'result_invalid'],
    ['failed', { ...PASSED, outcome: 'failed', reasons: ['no space'], models: [] }, 'trainer_failed'],
  ])(
    'given a trainer that %s, then it is tried again under another name, and has failed after the third',
    async (_, result, reason) => {
      const given = world();
      let now = job();
      for (let attempt = 1; attempt <= 3; attempt++) {
        now = await advance(now, given.at(10));
        expect(now).toMatchObject({ state: 'running', attempt });
        given.end(now, result);
        now = await advance(now, given.at(20));
        expect(now).toMatchObject({ state: attempt < 3 ? 'queued' : 'failed', reason });
      }
      expect(new Set(given.done).size).toBe(3);
      expect(await advance(now, given.at(30))).toBe(now);
    },
  );

  it('given models that are not what they say, then nothing is in force and it is tried again', async () => {
    const given = world({ promoted: 'models_unsound' });
    const running = await started(given);
    given.end(running, PASSED);
    expect(await advance(running, given.at(30))).toMatchObject({
      state: 'queued',
      reason: 'models_unsound',
      models: [],
    });
  });

  it('given a trainer that hangs, then it is stopped when its time is over, not before', async () => {
    const given = world();
    const running = await started(given);
    expect(await advance(running, given.at(60_009))).toBe(running);
    expect(await advance(running, given.at(60_010))).toMatchObject({ state: 'queued', reason: 'timeout' });
    expect(given.done.at(-1)).toBe(`stop ${placeOf(running).name}`);
  });

  it('given a launcher that died after the start, when the runner has forgotten the job by then, then it is not begun again', async () => {
    const given = world();
    const lost = await started(given);
    given.end(lost, PASSED);
    given.forget();
    const running = await started(given);
    expect(running).toMatchObject({ state: 'running', attempt: 1 });
    expect(await advance(running, given.at(20))).toMatchObject({ state: 'promoted' });
    expect(given.done.filter((what) => what.startsWith('start'))).toHaveLength(1);
  });

  it('given a world that does not answer, then the step is not made', async () => {
    const given = world();
    const broken = { ...given.works, prepare: () => Promise.reject(new RetriableError('away')) };
    await expect(advance(job(), { ...given.at(1), works: broken })).rejects.toThrow('away');
    expect(given.done).toEqual([]);
  });

  it('given launchers that die at any step, when others go on, then each attempt ran once and what passed is in force', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { maxLength: 30 }), async (dies) => {
        const given = world();
        let known = job();
        for (const isLost of [...dies, false, false, false, false]) {
          const next = await advance(known, given.at(10));
          // who dies before it has told has done its step all the same
          if (!isLost) known = next;
          if (known.state === 'running') given.end(known, PASSED);
        }
        expect(known.state).toBe('promoted');
        expect(given.done.filter((what) => what.startsWith('start'))).toHaveLength(1);
        expect(new Set(given.done).size).toBe(2);
      }),
    );
  });
});

it('the version of an attempt is of the dataset and the attempt, and goes on from the shared one', () => {
  const dataset = 'ab'.repeat(32);
  expect(versionFor('1.3.0', dataset, 1)).toBe('1.3.0-abababababababa1');
  expect(versionFor('1.3.0-0123456789abcde1', dataset, 10)).toBe('1.3.0-abababababababaa');
});

import type { StartedStage } from '../distributed.ts';
import type { Logger } from '../ports.ts';
import type { StageHealth } from '../shell/health.ts';
import { explain } from './failure.ts';

/** Starts one stage; what it waits for until then is told by `waitsFor`. */
export interface StageStart {
  readonly name: string;
  start(): Promise<StartedStage>;
}

export interface Supervised {
  health(): readonly StageHealth[];
  /** Rejects when a stage cannot start or has failed; the message names it. */
  readonly failed: Promise<never>;
  /** Drains every stage. */
  close(): Promise<void>;
}

/** Starts the stages side by side and keeps the state of each for the probes. */
export function supervise(starts: readonly StageStart[], logger: Logger): Supervised {
  const states = new Map<string, StageHealth | StartedStage>();
  const { promise: failed, reject } = Promise.withResolvers<never>();
  failed.catch(() => {});
  const fail = (stage: string, error: unknown) => {
    states.set(stage, { stage, state: 'failed', reason: explain(error).text });
    reject(error);
  };
  for (const { name } of starts)
    states.set(name, {
      stage: name,
      state: 'starting',
      waitsFor: 'the servers, its topics and tables; the log says which',
    });
  const started = starts.map(async ({ name, start }) => {
    try {
      const running = await start();
      states.set(name, running);
      logger.info({ stage: name }, 'the stage runs');
      running.failed.catch((error: unknown) => fail(name, error));
      return running;
    } catch (error) {
      fail(name, error);
      return null;
    }
  });
  return {
    failed,
    health: () => [...states].map(([stage, one]) => healthOf(stage, one)),
    close: async () => void (await Promise.all(started.map(async (one) => (await one)?.close()))),
  };
}

function healthOf(stage: string, one: StageHealth | StartedStage): StageHealth {
  if (!('close' in one)) return one;
  return { stage, state: 'running', status: one.status(), ...(one.models && { models: one.models() }) };
}

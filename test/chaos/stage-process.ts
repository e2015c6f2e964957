/**
 * One real stage with the real ports, in a process that kills itself at a chosen step of the runner.
 *   VEDETTE_CHAOS_KILL=<step>:<time> node test/chaos/stage-process.ts STAGE
 * `vedette run` knows nothing of it and refuses the variable.
 */
import { once } from 'node:events';
import { readerGroups } from '../../src/cli/readers.ts';
import { openWorld, stagesNamed, startStage, writtenBy } from '../../src/distributed.ts';
import { readEnvironment } from '../../src/environment.ts';
import { jsonLogger } from '../../src/shell/logger.ts';
import { unmeasured } from '../../src/shell/quiet.ts';
import { mortal, parseCrashPoint } from './crash-points.ts';

const { VEDETTE_CHAOS_KILL: crashPoint = '', ...variables } = process.env;
const stages = stagesNamed(process.argv.slice(2));
const stage = stages[0];
if (!stage || stages.length > 1) throw new Error('name one stage');

const environment = readEnvironment(variables);
const logger = jsonLogger(environment.logLevel);
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());

const surroundings = {
  ...{ logger, metrics: unmeasured, signal: stop.signal, written: writtenBy(stages) },
  readers: readerGroups(stage.name),
};
const world = await openWorld(environment, surroundings);
const running = await startStage(
  stage,
  { ...world, ...mortal(world, parseCrashPoint(crashPoint), die) },
  environment,
  stop.signal,
);
logger.info({ stage: stage.name }, 'the stage runs');
try {
  await Promise.race([once(stop.signal, 'abort'), running.failed]);
} finally {
  await running.close();
  await world.close();
}

/** As the kernel would: nothing is written, flushed or said any more. */
function die(): never {
  process.kill(process.pid, 'SIGKILL');
  // the signal is delivered before this returns; were it not, nothing more may happen
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

import { memoryRunner } from '../../src/memory/job-runner.ts';
import { jobRunnerContract } from './job-runner-contract.ts';

jobRunnerContract('in memory', async () => {
  const runner = memoryRunner();
  return {
    runner,
    begun: async (name) => runner.started.filter((one) => one.name === name).length,
    end: async ({ name }) => runner.end(name),
    close: async () => {},
  };
});

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { localRunner } from '../../src/shell/jobs/local-runner.ts';
import { jobRunnerContract } from './job-runner-contract.ts';

/** A trainer that notes that it was begun, and goes on until its file says otherwise. It does not end for a polite signal. */
const TRAINER = `
const { appendFileSync, existsSync } = require('node:fs');
const folder = process.argv[2];
const name = process.argv[process.argv.indexOf('--name') + 1];
process.on('SIGTERM', () => {});
appendFileSync(folder + '/begun', name + '\\n');
console.log('trainer of ' + name + ' sees ' + Object.keys(process.env).sort().join(' '));
setInterval(() => existsSync(folder + '/end-' + name) && process.exit(0), 20);
`;

async function opened() {
  const folder = await mkdtemp(join(tmpdir(), 'vedette-jobs-'));
  await writeFile(join(folder, 'trainer.cjs'), TRAINER);
  const runner = localRunner({
    command: [process.execPath, join(folder, 'trainer.cjs'), folder],
    ...{ cwd: folder, folder, environment: { PATH: process.env.PATH ?? '' } },
  });
  const names = async () => (await readFile(join(folder, 'begun'), 'utf8').catch(() => '')).split('\n');
  return {
    ...{ runner, folder },
    begun: async (name: string) => (await names()).filter((one) => one === name).length,
    end: async ({ name }: { readonly name: string }) => writeFile(join(folder, `end-${name}`), ''),
    async close() {
      for (const name of new Set(await names())) if (name) await writeFile(join(folder, `end-${name}`), '');
      await new Promise((resolve) => setTimeout(resolve, 100));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

jobRunnerContract('as processes of this machine', opened);

it('given a program that is not there, when a job is started, then the world is broken, not the job', async () => {
  const { runner: _, folder, close } = await opened();
  const runner = localRunner({ command: [join(folder, 'nothing')], cwd: folder, folder, environment: {} });
  const job = { name: 'vedette-train-none-1', place: 'acme/none', attempt: 1 };
  await expect(runner.start(job as never)).rejects.toMatchObject({
    name: 'RetriableError',
    message: expect.stringMatching(/ENOENT/),
  });
  expect((await readdir(join(folder, 'acme/none'))).filter((name) => name.endsWith('.pid'))).toEqual([]);
  await close();
});

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { until } from '../contract/until.ts';
import { describeOnServers } from './on-servers.ts';
import { type StageProcess, startStage, succeed, type Variables } from './processes.ts';

const RUN_WITHIN_MS = 300_000;
const STAGES = ['scrub', 'dictionary', 'alerts'];

/** The health answer of a process, once it has said on which port it serves. */
async function askAt(one: StageProcess, path: string, init: RequestInit = {}) {
  const port = Number(/"httpPort":(\d+)/.exec(one.log())?.[1] ?? 0);
  if (port === 0) return null;
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, init);
  return { status: answer.status, told: (await answer.json()) as { readonly dictionary?: number | null } };
}

await describeOnServers('a corrected name, from HTTP to every process', ({ variables: servers }) => {
  const started: StageProcess[] = [];
  afterAll(() => Promise.all(started.map((one) => one.kill())).then(() => {}), 60_000);
  const versions = (): Promise<readonly (number | null)[]> =>
    Promise.all(started.map(async (one) => (await askAt(one, '/health/ready'))?.told.dictionary ?? null));

  it(
    'given a correction that is posted, then every process holds it within two seconds, and what is taken back is gone as soon',
    async () => {
      const file = join(mkdtempSync(join(tmpdir(), 'vedette-keys-')), 'keys');
      const { key, line } = JSON.parse(
        (await succeed(['feedback', 'key', '--tenant', 'acme', '--login', 'ana', '--json'])).stdout,
      );
      writeFileSync(file, line);
      const variables: Variables = { ...servers, VEDETTE_HTTP_PORT: '0', VEDETTE_API_KEYS: file };
      await succeed(['topics', 'apply', '--replicas', '1'], variables);
      await succeed(['schemas', 'register'], variables);
      started.push(...STAGES.map((stage) => startStage(stage, variables)));
      const [scrub] = started as [StageProcess];
      await until('all run', () => started.every(({ isRunning }) => isRunning), 120_000);
      await until('all have looked', async () => (await versions()).every((version) => version === 0), 30_000);

      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
      const post = async (wrong: string, right: string) =>
        askAt(scrub, '/v1/feedback', {
          ...{ method: 'POST', headers },
          body: JSON.stringify({ kind: 'entity_correction', wrong, right, type: 'tool' }),
        });
      // the first goes over connections that are not open yet
      expect(await post('Mimikats', 'Mimikatz')).toMatchObject({ status: 202 });
      await until('all hold the first', async () => (await versions()).every((version) => version === 1), 30_000);

      const took: number[] = [];
      for (let at = 2; at <= 11; at++) {
        const startedAt = performance.now();
        await post(`Cobalt ${at} Strik`, 'Cobalt Strike');
        await until('all hold it', async () => (await versions()).every((version) => version === at), 10_000);
        took.push(Math.round(performance.now() - startedAt));
      }
      process.stderr.write(`from post to every process, ms: ${took.join(' ')}\n`);
      expect(Math.max(...took)).toBeLessThan(2_000);

      const list = async () =>
        JSON.parse((await succeed(['dictionary', 'list', '--tenant', 'acme', '--json'], variables)).stdout);
      const { entries } = await list();
      expect(entries[0]).toMatchObject({ state: 'in_force', wrong: 'Mimikats', right: 'Mimikatz', type: 'tool' });
      expect(JSON.stringify(entries)).not.toContain('ana');
      await succeed(['dictionary', 'undo', entries[0].id, '--tenant', 'acme'], variables);
      await until(
        'all know that it is undone',
        async () => (await versions()).every((version) => version === 12),
        2_000,
      );

      // the same again, by the other way
      const again = join(tmpdir(), `again-${process.pid}.ndjson`);
      writeFileSync(again, '{"kind":"entity_correction","wrong":"Mimikats","right":"Mimikatz","type":"tool"}\n');
      await succeed(['feedback', 'send', again, '--tenant', 'acme', '--login', 'ana'], variables);
      await post('Emotett', 'Emotet');
      await until('what came after it is there', async () => (await list()).entries.length === 12, 30_000);
      expect((await list()).entries[0]).toMatchObject({ id: entries[0].id, state: 'undone' });
      await succeed(['audit', '--wait', '30'], variables);
    },
    RUN_WITHIN_MS,
  );
});

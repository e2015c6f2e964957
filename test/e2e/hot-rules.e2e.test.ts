import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, it } from '@jest/globals';
import { processStartLine } from '../fixtures/process-start.ts';
import { startChain } from './chain-on-kafka.ts';
import { NOON } from './embedded-chain.ts';
import { describeOnServers } from './on-servers.ts';
import { succeed } from './processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'vedette-hot-'));
const RUN_WITHIN_MS = 300_000;
/** A table is read within a second. */
const IN_FORCE_AFTER_MS = 4_000;

const RULE = `
title: Payroll tool started
id: hot-rule
author: a tester
level: high
logsource: { product: windows, category: process_creation }
detection: { selection: { Image|endswith: '\\payroll.exe' }, condition: selection }
`;

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const started = (host: string, minute: number): string =>
  file(
    `${host}.ndjson`,
    `${processStartLine({ host, user: 'CORP\\anna', time: NOON + minute * 60_000, commandLine: 'C:\\payroll.exe' })}\n`,
  );

afterAll(() => rmSync(folder, { recursive: true, force: true }));

await describeOnServers('rules on a running chain', ({ variables: given, keep }) => {
  it(
    'given one in the shadow, when it is promoted and then disabled, then it raises alerts in between, and only then',
    async () => {
      const variables = { ...given, VEDETTE_RULES: file('none.yml', '# no rules\n') };
      const chain = keep(await startChain(variables, ['all']));
      const { variables: known, settled, alerts } = chain;
      await chain.joined();
      const change = async (...args: readonly string[]) => {
        await succeed(['rules', ...args], known);
        await sleep(IN_FORCE_AFTER_MS);
      };
      const see = async (host: string, minute: number) => {
        await succeed(['produce', started(host, minute)], known);
        await settled();
      };
      await change('publish', file('rule.yml', RULE), '--shadow');
      await see('ws-1', 0);
      await change('promote', 'hot-rule');
      await see('ws-2', 1);
      await change('disable', 'hot-rule');
      await see('ws-3', 2);
      const told = (await alerts()).flatMap(({ finding_info, observables }) =>
        (finding_info.related_analytics ?? []).some(({ uid }) => uid === 'hot-rule')
          ? [observables?.find(({ name }) => name === 'host')?.value]
          : [],
      );
      expect(new Set(told)).toEqual(new Set(['ws-2']));
      const { stdout } = await succeed(['rules', 'list', '--json'], known);
      expect(JSON.parse(stdout)).toMatchObject([{ id: 'hot-rule', tenant: '', status: 'disabled', text: RULE.trim() }]);
    },
    RUN_WITHIN_MS,
  );
});

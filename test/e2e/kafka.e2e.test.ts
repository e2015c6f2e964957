import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { DETECTION, type StageName } from '../../src/topology.ts';
import { type Chain, startChain } from './chain-on-kafka.ts';
import { type FreshServers, freshServers } from './fresh-servers.ts';
import { command, succeed } from './processes.ts';
import { SAMPLE, writeSlice } from './sample-slice.ts';
import { closedAlerts, type Told } from './told.ts';

/** Every stage in a process of its own, the two that keep most state in two. */
const INSTANCES: readonly StageName[] = [
  'intake',
  'features',
  'features',
  'inference',
  'correlation',
  'correlation',
  'alerts',
];
const STAGES = DETECTION.map(({ name }) => name);
const SLICE_LINES = 10_000;
/** The first alert comes after some 600 lines: all stages are then at work for seconds more. */
const LINES_PER_SECOND = 1_500;
const RUN_WITHIN_MS = 600_000;

const folder = mkdtempSync(join(tmpdir(), 'vedette-e2e-'));
const slice = join(folder, 'slice.jsonl');

async function replayed(file: string): Promise<readonly Told[]> {
  const out = join(folder, 'replay');
  await succeed(['replay', file, '--out', out]);
  const lines = readFileSync(join(out, 'alerts.ndjson'), 'utf8').split('\n').filter(Boolean);
  return closedAlerts(lines.map((line) => JSON.parse(line)));
}

const servers = await freshServers().catch((cause: Error) => cause);
const isRequired = Boolean(process.env.VEDETTE_REQUIRE);
if (servers instanceof Error && !isRequired)
  process.stderr.write(`SKIPPED, no servers: the chain on Kafka, ${1 + STAGES.length} tests: ${servers.message}\n`);

(servers instanceof Error && !isRequired ? describe.skip : describe)('the chain on Kafka, a process a stage', () => {
  let fresh: FreshServers | null = null;
  let chain: Chain | null = null;

  beforeAll(() => {
    if (servers instanceof Error) throw servers;
    fresh = servers;
    writeSlice(slice, SLICE_LINES);
  });
  afterEach(async () => {
    await chain?.close();
    await fresh?.stop();
    chain = null;
    fresh = null;
  }, RUN_WITHIN_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const started = async (): Promise<Chain> => {
    fresh ??= await freshServers();
    chain = await startChain(fresh.variables, INSTANCES);
    return chain;
  };

  async function expectSame(running: Chain, expected: readonly Told[]): Promise<void> {
    await running.settled();
    expect(closedAlerts(await running.alerts())).toEqual(expected);
    const audit = await command(['audit', '--wait', '30'], running.variables);
    expect([audit.code, audit.stdout]).toEqual([0, expect.not.stringContaining('DOES NOT')]);
  }

  it(
    'given the sample, when it is produced, then the closed alerts are those of a replay and the ledger balances',
    async () => {
      const expected = await replayed(SAMPLE);
      expect(expected.length).toBeGreaterThan(0);
      const running = await started();
      await succeed(['produce', SAMPLE, '--end'], running.variables);
      await expectSame(running, expected);
      expect(await running.close()).toEqual(INSTANCES.map(() => 0));
    },
    RUN_WITHIN_MS,
  );

  it.each(STAGES)(
    'given a slice of it, when a process of %s is killed at work and started again, then nothing differs',
    async (stage) => {
      const expected = await replayed(slice);
      expect(expected.length).toBeGreaterThan(0);
      const running = await started();
      await running.joined();
      const produced = succeed(['produce', slice, '--end', '--rate', `${LINES_PER_SECOND}`], running.variables);
      await running.raised();
      expect(closedAlerts(await running.alerts())).toEqual([]);
      await running.replace(stage);
      await produced;
      await expectSame(running, expected);
    },
    RUN_WITHIN_MS,
  );
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { VEDETTE } from '../../bench/process.ts';
import { readTable, readValues } from '../../src/cli/table-topic.ts';
import { MODELS_MEASURED, MODELS_PROMOTED, type Signal, TELEMETRY_SIGNALS } from '../../src/domain/contracts.gen.ts';
import { readEnvironment } from '../../src/environment.ts';
import { armOf } from '../../src/models/version-choice.ts';
import type { Broker } from '../../src/ports.ts';
import { kafkaBroker } from '../../src/shell/kafka/broker.ts';
import { quietLogger } from '../../src/shell/quiet.ts';
import { registryCodec } from '../../src/shell/schema-registry/codec.ts';
import { registryClient } from '../../src/shell/schema-registry/registry-client.ts';
import { MODEL, putVersion } from '../fixtures/model-versions.ts';
import { processStartLine } from '../fixtures/process-start.ts';
import { type Chain, startChain } from './chain-on-kafka.ts';
import { NOON } from './embedded-chain.ts';
import { describeOnServers } from './on-servers.ts';
import { command, type StageProcess, startStage, succeed } from './processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'vedette-models-'));
const registry = join(folder, 'registry');
const WITHIN_MS = 180_000;
/** A table is read within a second. */
const IN_FORCE_AFTER_MS = 4_000;
const MEASURED_EVERY_MS = 10_000;

putVersion(registry, '1.0.0', 0.9);
putVersion(registry, '1.1.0', 0.8);
putVersion(registry, '1.2.0', 0.01);
putVersion(registry, '1.3.0', 0.9, { sha256: 'ab'.repeat(32) });
putVersion(registry, '1.4.0', 0.9, { featureHash: '0123456789abcdef' });

afterAll(() => rmSync(folder, { recursive: true, force: true }));

await describeOnServers('versions of a model on a running chain', ({ variables: given, keep }) => {
  let chain: Chain;
  let broker: Broker;
  let codec: ReturnType<typeof registryCodec>;
  let watcher: StageProcess | null = null;
  let minute = 0;

  beforeAll(async () => {
    const variables = { ...given, VEDETTE_MODELS: registry };
    chain = keep(await startChain(variables, ['all']));
    await chain.joined();
    const { kafka, registry: schemas } = readEnvironment(variables);
    broker = kafkaBroker(kafka, quietLogger);
    codec = registryCodec(registryClient(schemas));
  }, WITHIN_MS);
  afterAll(async () => {
    await watcher?.stop();
    await broker?.close();
  });

  const models = async (...args: readonly string[]) => {
    await succeed(['models', ...args], chain.variables);
    await sleep(IN_FORCE_AFTER_MS);
  };

  /** Lets so many hosts start so many programs each. */
  async function see(what: string, hosts: number, times: number): Promise<void> {
    const path = join(folder, `${what}.ndjson`);
    const lines = Array.from({ length: hosts * times }, (_, i) => {
      const time = NOON + minute * 60_000 + i * 10;
      return processStartLine({ host: `${what}-${i % hosts}`, user: 'CORP\\anna', time, commandLine: `C:\\p${i}.exe` });
    });
    minute += 2;
    writeFileSync(path, `${lines.join('\n')}\n`);
    await succeed(['produce', path], chain.variables);
    await chain.settled();
  }

  /** What the owners of signals of these hosts were told, with the version that the model had. */
  async function told(what: string) {
    const signals = (await readValues(broker, codec, TELEMETRY_SIGNALS)).map(({ value }) => value);
    const mine = signals.filter(({ owner, event }) => owner && event.host.startsWith(`${what}-`));
    return mine.map((signal) => ({ id: signal.event.id, host: signal.event.host, version: versionOf(signal) }));
  }
  const versionOf = ({ detections }: Signal) => detections.find(({ id }) => id === MODEL)?.version;
  const versionsOf = async (what: string) => [...new Set((await told(what)).map(({ version }) => version))];

  const standing = async (role: string) =>
    [...(await readTable(broker, codec, MODELS_PROMOTED)).values()].find((one) => one.role === role);

  /** Rows that were measured in an arm since the time. */
  async function measured(arm: string, since: number) {
    const all = (await readValues(broker, codec, MODELS_MEASURED)).map(({ value }) => value);
    const mine = all.filter((one) => one.model === MODEL && one.arm === arm && one.to > since);
    return {
      rows: mine.reduce((sum, { rows }) => sum + rows, 0),
      versions: [...new Set(mine.map((one) => one.version))],
    };
  }

  async function until<T>(what: string, look: () => Promise<T | undefined | false>): Promise<T> {
    const deadline = performance.now() + WITHIN_MS / 2;
    for (;;) {
      const found = await look();
      if (found) return found;
      if (performance.now() > deadline) throw new Error(`not ${what} in time; ${watcher?.log()}`);
      await sleep(500);
    }
  }

  it(
    'given files or features that do not fit, when one is promoted, then it is refused and nothing changes',
    async () => {
      const broken = await command(['models', 'promote', MODEL, '1.3.0'], chain.variables);
      expect([broken.code, broken.stderr]).toEqual([1, expect.stringContaining('sha256 differs')]);
      const unfit = await command(['models', 'promote', MODEL, '1.4.0'], chain.variables);
      expect([unfit.code, unfit.stderr]).toEqual([2, expect.stringContaining('was trained on feature set')]);
      expect(await standing('active')).toBeUndefined();
    },
    WITHIN_MS,
  );

  it(
    'given a promotion, when it is rolled back, then the version before scores within a minute',
    async () => {
      await models('promote', MODEL, '1.0.0');
      await see('first', 5, 2);
      await models('promote', MODEL, '1.1.0', '--by', 'anna', '--reason', 'better');
      await see('second', 5, 2);
      const startedAt = performance.now();
      await succeed(['models', 'rollback', MODEL], chain.variables);
      for (let i = 0, seen: readonly unknown[] = []; !seen.includes('1.0.0'); i++) {
        await see(`back${i}`, 1, 1);
        seen = await versionsOf(`back${i}`);
      }
      process.stderr.write(`rolled back within ${Math.round(performance.now() - startedAt)} ms\n`);
      expect(performance.now() - startedAt).toBeLessThan(60_000);
      expect([await versionsOf('first'), await versionsOf('second')]).toEqual([['1.0.0'], ['1.1.0']]);
      const { stdout } = await succeed(['models', 'history', '--json'], chain.variables);
      expect(JSON.parse(stdout)).toMatchObject([
        { version: '1.0.0', previous: '1.2.0' },
        { version: '1.1.0', previous: '1.0.0', promotedBy: 'anna', reason: 'better' },
        { version: '1.0.0', previous: '1.1.0' },
      ]);
    },
    WITHIN_MS,
  );

  it(
    'given a shadow, when rows come, then it is measured, and no signal names it',
    async () => {
      const since = Date.now();
      await models('shadow', MODEL, '1.1.0');
      await see('shadowed', 10, 4);
      expect(await versionsOf('shadowed')).toEqual(['1.0.0']);
      const shadow = await until('measured', async () => {
        const found = await measured('shadow', since);
        return found.rows >= 40 && found;
      });
      expect(shadow).toEqual({ rows: 40, versions: ['1.1.0'] });
      await models('shadow', MODEL, '1.1.0', '--off');
    },
    WITHIN_MS,
  );

  it(
    'given a canary, when rows come, then each is scored by one version, that of the arm of its entity',
    async () => {
      await models('canary', MODEL, '1.1.0', '--share', '0.5');
      await see('split', 60, 5);
      const signals = await told('split');
      expect(signals).toHaveLength(300);
      expect(new Set(signals.map(({ id }) => id)).size).toBe(300);
      const canary = { model: null, version: '1.1.0', share: 0.5 };
      const choice = { active: null, canary, shadow: null };
      for (const { host, version } of signals) {
        const arm = armOf(choice, { tenant: 'default', name: MODEL, entity: host });
        expect([host, version]).toEqual([host, arm === 'canary' ? '1.1.0' : '1.0.0']);
      }
      expect(new Set(signals.map(({ version }) => version)).size).toBe(2);
    },
    WITHIN_MS,
  );

  it(
    'given a canary that is as good, when the watch decides by itself, then it is promoted with the reason',
    async () => {
      watcher = startStage('--auto', chain.variables, [...VEDETTE, 'models', 'watch', '--least-rows', '300']);
      await see('trial', 100, 30);
      const active = await until('promoted', async () => {
        const found = await standing('active');
        return found?.version === '1.1.0' && found;
      });
      expect(active).toMatchObject({ previous: '1.0.0', promotedBy: 'vedette models watch' });
      expect(active.reason).toMatch(/^experiment: it keeps the guard's bounds, and forwards as much within 25 %/);
      expect(await standing('canary')).toMatchObject({ version: '', previous: '1.1.0' });
    },
    WITHIN_MS,
  );

  it(
    'given a canary that forwards far more, when the guard is sure, then it is taken back, and only the one in force scores',
    async () => {
      await models('promote', MODEL, '1.2.0');
      await models('canary', MODEL, '1.0.0', '--share', '0.5');
      // a measurement that began before the trial is no part of it
      await sleep(MEASURED_EVERY_MS);
      await see('loud', 100, 15);
      const canary = await until('taken back', async () => {
        const found = await standing('canary');
        return found?.reason === 'guard:forwarded' && found;
      });
      expect(canary).toMatchObject({ version: '', previous: '1.0.0' });
      await sleep(IN_FORCE_AFTER_MS);
      await see('quiet', 20, 2);
      expect(await versionsOf('quiet')).toEqual([]);
    },
    WITHIN_MS,
  );

  it(
    'given all of it, when the ledger is audited, then no record is missing',
    async () => {
      const audit = await command(['audit', '--wait', '30'], chain.variables);
      expect([audit.code, audit.stdout]).toEqual([0, expect.not.stringContaining('DOES NOT')]);
    },
    WITHIN_MS,
  );
});

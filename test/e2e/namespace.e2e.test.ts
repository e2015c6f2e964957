import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { MODELS_MEASURED, type ModelMeasurement } from '../../src/domain/contracts.gen.ts';
import { readEnvironment } from '../../src/environment.ts';
import type { Broker } from '../../src/ports.ts';
import { readTopicFiles } from '../../src/shell/contracts.ts';
import { kafkaBroker } from '../../src/shell/kafka/broker.ts';
import { quietLogger } from '../../src/shell/quiet.ts';
import { registryCodec } from '../../src/shell/schema-registry/codec.ts';
import { registryClient } from '../../src/shell/schema-registry/registry-client.ts';
import { DETECTION } from '../../src/topology.ts';
import { type Chain, startChain } from './chain-on-kafka.ts';
import { describeOnServers } from './on-servers.ts';
import { command, succeed } from './processes.ts';
import { writeSlice } from './sample-slice.ts';
import { closedAlerts } from './told.ts';

const SLICE_LINES = 4_000;
const RUN_WITHIN_MS = 300_000;
const SHARES_RAW = 'telemetry.raw.v1,rules.published.v1,models.promoted.v1,alerts.silences.v1';

const folder = mkdtempSync(join(tmpdir(), 'vedette-namespace-'));
const slice = join(folder, 'slice.jsonl');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

await describeOnServers('a chain beside the live one', ({ variables: given, keep }) => {
  let live: Chain;
  let broker: Broker;

  beforeAll(async () => {
    writeSlice(slice, SLICE_LINES);
    live = keep(await startChain(given, ['all']));
    broker = kafkaBroker(readEnvironment(live.variables).kafka, quietLogger);
    await succeed(['produce', slice, '--end'], live.variables);
    await live.settled();
  }, RUN_WITHIN_MS);
  afterAll(() => broker?.close());

  /** End offsets of every topic that only records make grow, and the commits of every group, of the live chain. */
  async function standing(): Promise<object> {
    const told: Record<string, unknown> = {};
    for (const { name } of readTopicFiles()) if (name !== MODELS_MEASURED.name) told[name] = await broker.offsets(name);
    for (const { name, reads } of DETECTION)
      told[`vedette.${name}`] = await broker.committed(`vedette.${name}`, reads.name);
    return told;
  }

  /** Ids of the processes that measured models. The live chain does so by the clock, whether or not records come. */
  async function measurers(): Promise<ReadonlySet<string>> {
    const codec = registryCodec(registryClient(readEnvironment(live.variables).registry));
    const found = new Set<string>();
    for await (const { value } of broker.readAll(MODELS_MEASURED.name)) {
      const decoded = value ? await codec.decode(MODELS_MEASURED.name, value) : null;
      if (!decoded?.ok) throw new Error('models.measured holds what its schema does not read');
      found.add((decoded.value as ModelMeasurement).process);
    }
    return found;
  }

  it.each([
    ['from files', 'files', {}, true],
    ['from what lies in the live raw topic', 'raw', { VEDETTE_NAMESPACE_SHARES: SHARES_RAW }, false],
  ])(
    'replays %s, gives the same alerts, and leaves topics and groups of the live one untouched',
    async (_, name, shares, produces) => {
      const expected = closedAlerts(await live.alerts());
      expect(expected.length).toBeGreaterThan(0);
      const before = await standing();
      const beside = await startChain({ ...given, VEDETTE_NAMESPACE: name, ...shares }, ['all']);
      try {
        if (produces) await succeed(['produce', slice, '--end'], beside.variables);
        else
          expect((await command(['produce', slice], beside.variables)).stderr).toContain(
            'is shared with the live chain',
          );
        await beside.settled();
        expect(closedAlerts(await beside.alerts())).toEqual(expected);
        const audit = await command(['audit', '--wait', '30'], beside.variables);
        expect([audit.code, audit.stdout]).toEqual([0, expect.not.stringContaining('DOES NOT')]);
      } finally {
        await beside.close();
      }
      expect(await standing()).toEqual(before);
      expect((await measurers()).size).toBe(1);
    },
    RUN_WITHIN_MS,
  );
});

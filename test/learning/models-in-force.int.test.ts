import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { promotionDesk } from '../../src/cli/models/desk.ts';
import { readTable } from '../../src/cli/table-topic.ts';
import { MODELS_PROMOTED, TOPICS } from '../../src/domain/contracts.gen.ts';
import { modelsInForce } from '../../src/learning/models-in-force.ts';
import { SHIPPED_MODELS } from '../../src/local-ports.ts';
import { memoryBroker } from '../../src/memory/broker.ts';
import { memoryCodec } from '../../src/memory/codec.ts';
import { systemClock } from '../../src/shell/clock.ts';
import { folderStore } from '../../src/shell/registry/folder-store.ts';
import { modelRegistry } from '../../src/shell/registry/model-registry.ts';
import { job } from '../../src/stages/launch/job.fixture.ts';

const NAME = 'vedette-ensemble';
const VERSION = '1.3.0-a1a1a1a1a1a1a1a1';
const MODEL = `${NAME}@${VERSION}`;
const ADAPTER = `vedette-writer-adapter@${VERSION}`;
const sha256 = (bytes: string) => createHash('sha256').update(bytes).digest('hex');

let folder: string;
let world: ReturnType<typeof given>;
const told: string[] = [];

function given(registry: string) {
  const broker = memoryBroker({ topics: TOPICS, now: Date.now, drive: 'auto' });
  const codec = { ...memoryCodec(), ready: async () => {} };
  const desk = promotionDesk({ registry: modelRegistry(folderStore(registry)), broker, codec, keys: [] });
  const models = modelsInForce({
    ...{ desk, detectors: [NAME], clock: systemClock },
    announce: async (tenant, names) => void told.push(`${tenant}: ${names.join()}`),
  });
  const promoted = async () =>
    [...(await readTable(broker, codec, MODELS_PROMOTED)).values()].map(
      (one) => `${one.tenant} ${one.name}@${one.version}`,
    );
  return { models, promoted, close: () => broker.close() };
}

/** The ensemble that ships as a version of the tenant's own. */
async function ofTenant(tenant: string): Promise<string> {
  const place = join(folder, NAME, VERSION);
  await cp(join(folder, NAME, '1.3.0'), place, { recursive: true });
  const manifest = JSON.parse(await readFile(join(place, 'manifest.json'), 'utf8'));
  await writeFile(
    join(place, 'manifest.json'),
    JSON.stringify({ ...manifest, version: VERSION, tenant, parent: '1.3.0' }),
  );
  return place;
}

async function adapter(tenant: string): Promise<string> {
  const place = join(folder, 'vedette-writer-adapter', VERSION);
  await mkdir(place, { recursive: true });
  const files = { 'adapter_model.safetensors': 'weights', 'adapter_config.json': '{}' };
  for (const [file, text] of Object.entries(files)) await writeFile(join(place, file), text);
  const manifest = {
    ...{ name: 'vedette-writer-adapter', version: VERSION, tenant, kind: 'adapter', file: 'adapter_model.safetensors' },
    ...{ sha256: sha256('weights'), config: { file: 'adapter_config.json', sha256: sha256('{}') } },
    ...{ base: { name: 'vedette-writer', version: '1.0.0' }, variants: [] },
  };
  await writeFile(join(place, 'manifest.json'), JSON.stringify(manifest));
  return place;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vedette-in-force-'));
  await cp(join(SHIPPED_MODELS, NAME), join(folder, NAME), { recursive: true });
  world = given(folder);
  told.length = 0;
});
afterEach(async () => {
  await world.close();
  await rm(folder, { recursive: true, force: true });
});
const promote = (...models: readonly string[]) => world.models.promote(job({ version: VERSION }), models);

describe('what is in force for a tenant', () => {
  it('given a version of its own, when it is promoted, then the next training starts from it, of others from what ships', async () => {
    await ofTenant('acme');
    expect(await world.models.versions('retrain-detector', 'acme')).toEqual({ [NAME]: '1.3.0' });
    expect(await promote(MODEL)).toBe('promoted');
    expect(await world.models.versions('retrain-detector', 'acme')).toEqual({ [NAME]: VERSION });
    expect(await world.models.versions('retrain-detector', 'other')).toEqual({ [NAME]: '1.3.0' });
    expect(told).toEqual([`acme: ${MODEL}`]);
  });

  it('given a promotion that is repeated, then it is in force once', async () => {
    await ofTenant('acme');
    await promote(MODEL);
    await promote(MODEL);
    expect(await world.promoted()).toEqual([`acme ${MODEL}`]);
  });

  it('given an adapter of texts, then it is in force for the tenant too', async () => {
    await adapter('acme');
    expect(await promote(ADAPTER)).toBe('promoted');
    expect(await world.promoted()).toEqual([`acme ${ADAPTER}`]);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['that was never published', async () => {}, MODEL],
    ['of another tenant', () => ofTenant('other'), MODEL],
    ['whose file is cut off', async () => truncate(join(await ofTenant('acme'), 'model.json'), 100), MODEL],
    ['whose manifest is cut off', async () => truncate(join(await ofTenant('acme'), 'manifest.json'), 100), MODEL],
    ['of no tenant, which is for all', async () => {}, `${NAME}@1.3.0`],
    ['that is an adapter of another tenant', () => adapter('other'), ADAPTER],
    [
      'that is an adapter cut off',
      async () => truncate(join(await adapter('acme'), 'adapter_model.safetensors'), 3),
      ADAPTER,
    ],
  ])('given a version %s, then nothing is in force, and nobody is told', async (_, make, model) => {
    await make();
    expect(await promote(model)).toBe('models_unsound');
    expect(await world.promoted()).toEqual([]);
    expect(told).toEqual([]);
  });

  it('given text models, then adapters are made for the newest that is for all', async () => {
    expect(await world.models.versions('adapt-text', 'acme')).toEqual({});
    for (const version of ['1.0.0', '1.10.0', '1.9.0', VERSION])
      await mkdir(join(folder, 'vedette-writer', version), { recursive: true });
    expect(await world.models.versions('adapt-text', 'acme')).toEqual({ 'vedette-writer': '1.10.0' });
  });
});

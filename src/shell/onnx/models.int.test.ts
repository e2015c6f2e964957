import { readdirSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { modelContract, samples } from '../../../test/contract/model-contract.ts';
import { FEATURE_HASH } from '../../detectors/feature-set.ts';
import type { GraphManifest } from '../../models/manifest.ts';
import type { ModelState, UsableModel } from '../../stages/inference/ports.ts';
import { folderStore } from '../registry/folder-store.ts';
import { modelRegistry } from '../registry/model-registry.ts';
import { openModels } from './models.ts';

const silent = { info() {}, warn() {}, error() {} };
const sourceAt = (folder: string) => modelRegistry(folderStore(folder));

const isGraph = (state: ModelState | undefined): state is UsableModel & { readonly manifest: GraphManifest } =>
  state?.ok === true && state.manifest.kind !== 'ensemble';

const SHIPPED = fileURLToPath(new URL('../../../models', import.meta.url));

modelContract('onnx, one worker', () => openModels({ source: sourceAt(SHIPPED) }));
modelContract('onnx, two workers that wait for nobody', () =>
  openModels({ source: sourceAt(SHIPPED), workers: 2, lingerMs: 0 }),
);

it('the shipped models open and are trained on the feature set in force', async () => {
  const port = await openModels({ source: sourceAt(SHIPPED) });
  await port.close();
  const hashes = port.describe().map((state) => [state.name, state.ok && state.manifest.featureHash]);
  const names = ['classifier', 'codes', 'ensemble', 'forest', 'sequence', 'text'];
  expect(hashes).toEqual(names.map((name) => [`vedette-${name}`, FEATURE_HASH]));
});

it('runs that outlast their deadline cost an answer, never the process', async () => {
  const port = await openModels({ source: sourceAt(SHIPPED), lingerMs: 0 });
  try {
    const forest = port.describe().find(({ name }) => name === 'vedette-forest');
    if (!isGraph(forest)) throw new Error('the forest does not serve');
    const rows = samples(forest.manifest, 2_000);
    for (let i = 0; i < 5; i++)
      expect(await port.score(forest, rows, 1)).toEqual({ ok: false, reason: 'deadline_passed' });
    expect((await port.score(forest, rows, 20_000)).ok).toBe(true);
  } finally {
    await port.close();
  }
});

describe('a folder with broken models', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'models-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const [shipped = ''] = readdirSync(join(SHIPPED, 'vedette-forest'));
  const forestFolder = () => join(folder, 'vedette-forest', shipped);
  const changed = async (change: (manifest: Record<string, unknown>) => unknown): Promise<void> => {
    const path = join(forestFolder(), 'manifest.json');
    const manifest = JSON.parse(await readFile(path, 'utf8'));
    change(manifest);
    await writeFile(path, JSON.stringify(manifest));
  };

  const narrow = (manifest: Record<string, unknown>) => {
    const features = (manifest.features as unknown[]).slice(1);
    Object.assign(manifest, { features, inputs: [{ name: 'vectors', of: 'vector', width: features.length }] });
  };

  it.each<[string, () => Promise<void>, RegExp]>([
    ['another file than the manifest says', () => writeFile(join(forestFolder(), 'model.onnx'), 'x'), /sha256/],
    ['a manifest that is no JSON', () => writeFile(join(forestFolder(), 'manifest.json'), '{'), /JSON/],
    ['a manifest that lacks something', () => changed((m) => Reflect.deleteProperty(m, 'calibration')), /calibration/],
    ['a manifest of another model', () => changed((m) => Object.assign(m, { version: '3.0.0' })), /another model/],
    ['no model file', () => rm(join(forestFolder(), 'model.onnx')), /no such file/],
    [
      'an output that the graph does not have',
      () => changed((m) => Object.assign(m, { output: 'oracle' })),
      /does not open/,
    ],
    ['fewer features than the graph takes', () => changed(narrow), /does not open/],
  ])('%s: told with the reason, and the others serve', async (_, breakIt, reason) => {
    await rm(folder, { recursive: true });
    await cp(SHIPPED, folder, { recursive: true });
    await breakIt();
    const port = await openModels({ source: sourceAt(folder), logger: silent });
    try {
      const called = (name: string) => port.describe().find((state) => state.name === name);
      const [forest, sequence] = [called('vedette-forest'), called('vedette-sequence')];
      expect(forest).toMatchObject({ name: 'vedette-forest', ok: false, reason: expect.stringMatching(reason) });
      if (!isGraph(sequence)) throw new Error('the sequence model does not serve');
      expect((await port.score(sequence, samples(sequence.manifest, 3), 5_000)).ok).toBe(true);
    } finally {
      await port.close();
    }
  });

  it('an empty folder has no models and starts no thread', async () => {
    await rm(folder, { recursive: true });
    folder = await mkdtemp(join(tmpdir(), 'models-'));
    const port = await openModels({ source: sourceAt(folder), logger: silent });
    expect(port.describe()).toEqual([]);
    expect(await port.score({ name: 'a', version: '1.0.0' }, [new Float32Array(1)], 10)).toEqual({
      ok: false,
      reason: 'unknown_model',
    });
    await port.close();
  });
});

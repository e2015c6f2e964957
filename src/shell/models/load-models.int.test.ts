import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { taggerManifest } from '../../../test/fixtures/manifests.ts';
import { classifier, ENSEMBLE, ensemble, publish, sha256 } from '../../../test/fixtures/published-models.ts';
import { folderStore } from '../registry/folder-store.ts';
import { modelRegistry } from '../registry/model-registry.ts';
import { loadModel, loadModels, type ModelOrigin } from './load-models.ts';
import { newestModels } from './newest.ts';
import { signatureCheck } from './signature.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'models-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const REF = { name: 'vedette-classifier', version: '1.0.0' };
const at = (file: string) => join(folder, REF.name, REF.version, file);
const load = (change: Partial<ModelOrigin> = {}) =>
  loadModel({ source: modelRegistry(folderStore(folder)), ...change }, REF);
const refusal = async (change?: Partial<ModelOrigin>) => {
  const file = await load(change);
  return file.ok ? 'loaded' : file.reason;
};

it('a model comes with its trees, an ensemble with what it says', async () => {
  publish(folder, classifier());
  publish(folder, ensemble());
  const [model, joined] = await loadModels({ source: modelRegistry(folderStore(folder)) });
  expect(model).toMatchObject({ ok: true, precision: 'fp32', trees: { base: -2 } });
  expect(joined).toMatchObject({ ok: true, ensemble: ENSEMBLE });
});

describe('a tagger among models', () => {
  const graph = Buffer.from('a graph');
  const origin = () => ({ source: modelRegistry(folderStore(folder)) });
  const file = join('vedette-tagger', '1.0.0', 'model.onnx');
  beforeEach(() => {
    publish(folder, classifier());
    publish(folder, { manifest: taggerManifest({ sha256: sha256(graph) }), files: { 'model.onnx': graph } });
  });

  it('given it is sound, then it is told to be one, and none of the models in force', async () => {
    expect((await loadModels(origin()))[1]).toMatchObject({ ok: false, isTagger: true });
    expect((await newestModels(origin())).map(({ name }) => name)).toEqual(['vedette-classifier']);
  });

  it('given other bytes than its manifest says, then it is broken like any model', async () => {
    writeFileSync(join(folder, file), 'x');
    const [, tagger] = await loadModels(origin());
    expect(tagger).toMatchObject({ ok: false, reason: expect.stringMatching(/sha256 differs/) });
    expect(tagger).not.toHaveProperty('isTagger');
  });
});

describe('a model is refused with the reason', () => {
  it.each<[string, () => void, RegExp]>([
    ['the trees are not those of the manifest', () => writeFileSync(at('trees.json'), '{}'), /trees\.json: sha256/],
    ['the trees are missing', () => rmSync(at('trees.json')), /trees\.json: there is no such file/],
    ['the graph is larger than may be', () => truncateSync(at('model.onnx'), 64_000_001), /64000001 bytes, more than/],
    ['the manifest is larger than may be', () => truncateSync(at('manifest.json'), 4_000_001), /4000001 bytes/],
    ['the manifest is missing', () => rmSync(at('manifest.json')), /manifest\.json: there is no such file/],
  ])('when %s', async (_, breakIt, reason) => {
    publish(folder, classifier());
    breakIt();
    expect(await refusal()).toMatch(reason);
  });

  it('when its trees are none, though the hash agrees', async () => {
    const trees = Buffer.from('{"base":0}');
    const { manifest, files } = classifier('1.0.0', { trees: { file: 'trees.json', sha256: sha256(trees) } });
    publish(folder, { manifest, files: { ...files, 'trees.json': trees } });
    expect(await refusal()).toMatch(/^trees/);
  });

  it('when its name is a path', async () => {
    const ref = { name: '../../etc', version: '1.0.0' };
    expect(await loadModel({ source: modelRegistry(folderStore(folder)) }, ref)).toMatchObject({
      ok: false,
      reason: 'is no name of a model',
    });
  });
});

describe('signatures', () => {
  const [ours, theirs] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
  const verify = signatureCheck([ours.publicKey.export({ type: 'spki', format: 'pem' }) as string]);

  it('given one by a trusted key, then the model is loaded', async () => {
    publish(folder, classifier(), ours.privateKey);
    expect(await refusal({ verify })).toBe('loaded');
  });

  it.each<[string, () => void, RegExp]>([
    ['none', () => publish(folder, classifier()), /there is none, and VEDETTE_MODEL_KEYS asks for one/],
    ['one by another key', () => publish(folder, classifier(), theirs.privateKey), /no key that VEDETTE_MODEL_KEYS/],
    [
      'one of another manifest',
      () => {
        publish(folder, classifier(), ours.privateKey);
        writeFileSync(at('manifest.json'), JSON.stringify(classifier('1.0.0', { opset: 18 }).manifest));
      },
      /no key that/,
    ],
    [
      'what is no signature',
      () => {
        publish(folder, classifier(), ours.privateKey);
        writeFileSync(at('manifest.sig'), 'x');
      },
      /no key that/,
    ],
  ])('given %s, then the model is refused where keys are set, and loaded where not', async (_, given, reason) => {
    given();
    expect(await refusal({ verify })).toMatch(reason);
    expect(await refusal()).toBe('loaded');
  });

  it('a key of another kind is refused', () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(() => signatureCheck([publicKey.export({ type: 'spki', format: 'pem' }) as string])).toThrow('Ed25519');
  });
});

describe('precision', () => {
  const int8 = Buffer.from('the same in eight bits');
  const given = () => {
    const variants = [
      { precision: 'int8' as const, file: 'model.int8.onnx', sha256: sha256(int8), bytes: int8.length },
    ];
    const { manifest, files } = classifier('1.0.0', { variants });
    publish(folder, { manifest, files: { ...files, 'model.int8.onnx': int8 } });
  };

  it('given a variant of it, then that is loaded', async () => {
    given();
    expect(await load({ precision: 'int8' })).toMatchObject({ ok: true, precision: 'int8', bytes: int8 });
  });

  it('given none of it, then fp32', async () => {
    given();
    expect(await load({ precision: 'fp16' })).toMatchObject({ ok: true, precision: 'fp32' });
  });

  it('given a variant that is another, then the model is refused', async () => {
    given();
    writeFileSync(at('model.int8.onnx'), 'other');
    expect(await refusal({ precision: 'int8' })).toBe('model.int8.onnx: sha256 differs from the manifest');
    expect(await refusal()).toBe('loaded');
  });
});
